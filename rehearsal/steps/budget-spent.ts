import assert from "node:assert/strict";
import { recordCalls } from "../../sandbox";
import { bill } from "../bill";
import { dump } from "../dump";
import type { Step } from "../step";

/** More than the 25 USD of core's default. */
const amount = 30;

export const budgetSpent: Step = {
    title: "the month's budget is spent: nothing new comes up",
    further: true,
    async play(stage, say) {
        stage.beforeSpent = await dump(stage.home);
        assert.match(await stage.run(["./devmin", "budget"], say), /has not acted.*does not hang on demo's deployer/s);
        await bill(stage, amount);
        const told = await stage.run(["./devmin", "budget"], say);
        assert.match(told, /25 USD a month, of which AWS has seen 30 spent.*has acted\n.*hangs on demo's deployer/s);
        for (const growth of [
            ["./devmin", "run", "pulse", "--rounds", "1"],
            ["./devmin", "up", "demo", "--lease", "5h", "--yes"],
        ]) {
            const refusal = await recordCalls(stage, "denied", () => stage.refused(growth, say));
            assert.match(refusal, /AccessDenied|not authorized/);
            assert.match(refusal, /If the month's budget is spent, .* \.\/devmin budget release ends it\./);
        }
        return `at ${amount} of 25 USD Budgets hung the deny on demo's deployer: no task, no longer lease`;
    },
};
