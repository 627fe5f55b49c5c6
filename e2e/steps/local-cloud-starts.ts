import assert from "node:assert/strict";
import { requireCallerArn } from "../../ops/clients/aws";
import type { Step } from "../step";

export const localCloudStarts: Step = {
    title: "the local cloud starts",
    printsProgress: true,
    async run(workspace, log) {
        const start = [
            "./devmin",
            "sandbox",
            "start",
            ...(workspace.providers ? ["--providers", workspace.providers] : []),
        ];
        await workspace.run(start, log);
        await workspace.sourceEnv();
        const { env, aws } = workspace.connect();
        assert.match(await requireCallerArn(env, aws), /^arn:aws:iam::000000000000:/);
        const again = await workspace.run(start, log);
        assert.match(again, /already running/);
        const condition = await workspace.run(["./devmin", "sandbox", "status"], log);
        const running = condition.match(/\brunning\b/g)?.length ?? 0;
        assert.equal(running, 3, `three services run:\n${condition}`);
        const unverified = await workspace.expectRefusal(["./devmin", "verify"], log);
        assert.match(unverified, /core of stack local is not deployed: run \.\/devmin bootstrap\./);
        return "AWS, Confluent and the task runtime answer; a second start finds them running";
    },
};
