import assert from "node:assert/strict";
import { storedIn } from "../evidence";
import type { Step } from "../step";
import { changesSinceBeforeDemo, sameEvidence } from "./demo-down";
import { runningTasks } from "./demo-up";

export const demoAgain: Step = {
    title: "demo comes up again at once, and goes",
    async play(stage, say) {
        const evidence = await storedIn(stage);
        await stage.as("demo", ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"], say);
        assert.deepEqual(await runningTasks(stage), ["RUNNING"]);
        await stage.as("demo", ["pulumi", "destroy", "-C", "demo", "--yes", "--skip-preview"], say);
        assert.deepEqual(await changesSinceBeforeDemo(stage), []);
        sameEvidence(evidence, await storedIn(stage));
        return "up and down again with the same result";
    },
};
