import assert from "node:assert/strict";
import type { EnvironmentCost } from "../../ops/cost/report";
import type { Step } from "../step";
import type { Log, Workspace } from "../workspace";

export const environmentSummary: Step = {
    title: "the environment summary shows every layer and the costs",
    async run(workspace, log) {
        await workspace.run(["pulumi", "up", "--yes"], log);
        const outputs = JSON.parse(await workspace.run(["pulumi", "stack", "output", "--json"], log));
        assert.deepEqual(outputs.layers, { core: "up", kafka: "up", demo: "up" });
        const state = JSON.parse(await workspace.run(["pulumi", "stack", "export"], () => {}));
        // The stack itself, the stacks it reads, and the engine's provider that reads them.
        const own = ["pulumi:pulumi:Stack", "pulumi:pulumi:StackReference", "pulumi:providers:pulumi"];
        const owned = state.deployment.resources
            .map(({ type }: { type: string }) => type)
            .filter((type: string) => !own.includes(type));
        assert.deepEqual(owned, []);
        assert.deepEqual(outputs.costs.notCounted, []);
        assertTotals(outputs.costs.total);
        await assertCommandAndPackAgree(workspace, log);
        await assertCeilingEnforced(workspace, log);
        const { idle, hour, month } = outputs.costs.total;
        return `all three layers are up, at ${idle.toFixed(2)} USD a month idle, ${hour.toFixed(4)} an hour and ${month.toFixed(2)} in a month as assumed; the summary owns no resource`;
    },
};

type CostTotals = EnvironmentCost["total"];

/** The expected costs, from the price lists and not from the catalogue. */
function assertTotals(total: CostTotals): void {
    const idle = 1 + 0.4; // the key, and the secret of one application
    const hour = (0.25 * 23.64 + 0.5 * 2.6 + 3.65) / 730; // a task on ARM: vCPU, memory, address
    const bucket = 0.5 * 0.023 + 2 * 0.005 + 5 * 0.0004; // GB kept, thousands of writes, thousands of reads
    const kafka = 1 * 0.05 + 1 * 0.08; // GB in and out, GB kept
    const used = 4 * bucket + kafka + 0.1 * 0.05 + 0.1 * 0.5; // and calls for the secret, and GB of logs
    const expected: CostTotals = { idle, hour, month: idle + 40 * hour + used, fullMonth: idle + 730 * hour + used };
    for (const [which, usd] of Object.entries(expected)) {
        const reported = total[which as keyof CostTotals];
        assert.ok(Math.abs(reported - usd) < 0.0001, `${which} is ${reported}, expected ${usd}`);
    }
}

/** The command reads states and the policy pack reads declarations: both must report what the layers' own programs report. */
async function assertCommandAndPackAgree(workspace: Workspace, log: Log): Promise<void> {
    const { data: cost } = JSON.parse(await workspace.run(["./devmin", "cost", "--json"], log));
    assertTotals(cost.total);
    assert.ok(Math.abs(cost.years[2] - cost.years[0] - 2) < 0.0001, "two rotations of the key add 2 USD");
    const table = await workspace.run(["./devmin", "cost"], log);
    assert.match(table, /^demo +Service pulse +– +0\.0149 /m);
    const previewed = await workspace.runAs("demo", ["pulumi", "preview", "-C", "demo"], log);
    const [, reported] = /devmin-demo costs ([\d.]+) USD a month if no lease ends/.exec(previewed) ?? [];
    assert.equal(reported, cost.layers.demo.fullMonth.toFixed(2));
}

async function assertCeilingEnforced(workspace: Workspace, log: Log): Promise<void> {
    await workspace.run(["pulumi", "config", "set", "maxMonthlyUsd", "5"], log);
    const output = await workspace.expectRefusal(["pulumi", "preview"], log);
    assert.match(
        output,
        /all layers together cost [\d.]+ USD in a month .*; the ceiling is 5 \(devmin:maxMonthlyUsd\)/,
    );
    await workspace.run(["pulumi", "config", "rm", "maxMonthlyUsd"], log);
}
