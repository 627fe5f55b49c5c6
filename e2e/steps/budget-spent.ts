import assert from "node:assert/strict";
import { recordCalls } from "../../local-cloud";
import { dumpClouds } from "../cloud-dump";
import { setMonthlySpend } from "../monthly-spend";
import type { Step } from "../step";

/** More than the 25 USD of core's default. */
const spentUsd = 30;

export const budgetSpent: Step = {
    title: "demo cannot grow once the month's budget is spent",
    extended: true,
    async run(workspace, log) {
        workspace.dumpBeforeBudgetSpent = await dumpClouds(workspace.home);
        assert.match(
            await workspace.run(["./devmin", "budget"], log),
            /not triggered.*not attached to role deploy-demo/s,
        );
        await setMonthlySpend(workspace, spentUsd);
        const output = await workspace.run(["./devmin", "budget"], log);
        assert.match(
            output,
            /25 USD a month, 30 USD spent.* triggered\ndeny +attached to role deploy-demo: destroy works/s,
        );
        for (const growth of [
            ["./devmin", "run", "pulse", "--rounds", "1"],
            ["./devmin", "up", "demo", "--lease", "5h", "--yes"],
        ]) {
            const refusal = await recordCalls(workspace, "denied", () => workspace.expectRefusal(growth, log));
            assert.match(refusal, /AccessDenied|not authorized/);
            assert.match(refusal, /If the month's budget is spent, .* \.\/devmin budget release ends it\./);
        }
        return `at ${spentUsd} of 25 USD Budgets attached the deny to role deploy-demo: no new task, no longer lease`;
    },
};
