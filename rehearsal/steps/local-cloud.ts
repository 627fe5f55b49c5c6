import assert from "node:assert/strict";
import { callerIn } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import type { Step } from "../step";

export const localCloud: Step = {
    title: "the local cloud comes up",
    tells: true,
    async play(stage, say) {
        const start = ["./devmin", "sandbox", "start", ...(stage.official ? ["--providers", "official"] : [])];
        await stage.run(start, say);
        await stage.source();
        assert.match(await callerIn(environmentAt(stage.tree, "local")), /^arn:aws:iam::000000000000:/);
        const again = await stage.run(start, say);
        assert.match(again, /already up/);
        const condition = await stage.run(["./devmin", "sandbox", "status"], say);
        const running = condition.match(/\brunning\b/g)?.length ?? 0;
        assert.equal(running, 3, `three pieces run:\n${condition}`);
        return "AWS, Confluent and the task runtime answer; a second start finds the first";
    },
};
