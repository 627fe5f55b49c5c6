import assert from "node:assert/strict";
import { listByTags } from "../../ops/recovery/find-by-tags";
import { listEvidenceVersions } from "../evidence-versions";
import { interruptOnOutput, killWithUpdate } from "../interrupt";
import type { Step } from "../step";
import { listChangesSinceBeforeDemo } from "./demo-destroyed";
import { readAuditEntry } from "./readiness";

const destroyCommand = ["./devmin", "destroy", "demo", "--yes"];

export const destroyKilled: Step = {
    title: "a killed destroy of demo can be resumed and leaves nothing",
    extended: true,
    async run(workspace, log) {
        const { env, aws } = workspace.connect();
        const evidence = await listEvidenceVersions(workspace);
        const kill = killWithUpdate(workspace, "demo");
        await interruptOnOutput(workspace, destroyCommand, /aws:ecs:Service pulse deleted/, kill, log);
        assert.ok((await listByTags(env, aws, "demo")).length > 0, "part of demo is still there");

        assert.match(
            await workspace.expectRefusal(destroyCommand, log),
            /that process has ended: run \.\/devmin recover demo/,
        );
        await workspace.run(["./devmin", "recover", "demo"], log);
        const output = await workspace.run(destroyCommand, log);
        assert.match(output, /to be destroyed with demo of the stack local:/);
        assert.deepEqual(await listChangesSinceBeforeDemo(workspace), []);
        const [, number] = /what it had is entry (\d+) of the audit log/.exec(output) ?? [];
        const { kind, verdict, details } = await readAuditEntry(workspace, Number(number));
        assert.deepEqual([kind, verdict, (details as { left: string[] }).left], ["destroy", "pass", []]);
        const remaining = new Set((await listEvidenceVersions(workspace)).map((each) => JSON.stringify(each)));
        assert.deepEqual(
            evidence.filter((each) => !remaining.has(JSON.stringify(each))),
            [],
            "evidence was altered",
        );
        assert.match(
            await workspace.expectRefusal(destroyCommand, log),
            /there is nothing to destroy: demo is not up\./,
        );
        return `killed after its service was deleted, recovered, destroyed: the clouds are as before demo was deployed; audit log entry ${number} lists what was deleted`;
    },
};
