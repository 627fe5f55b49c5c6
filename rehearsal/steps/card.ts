import assert from "node:assert/strict";
import type { EnvironmentCost } from "../../ops/cost";
import type { Say, Stage } from "../stage";
import type { Step } from "../step";

export const card: Step = {
    title: "the card shows the environment",
    async play(stage, say) {
        await stage.run(["pulumi", "up", "--yes"], say);
        const outputs = JSON.parse(await stage.run(["pulumi", "stack", "output", "--json"], say));
        assert.deepEqual(outputs.layers, { core: "up", kafka: "up", demo: "up" });
        const state = JSON.parse(await stage.run(["pulumi", "stack", "export"], () => {}));
        // The stack itself, what it reads, and the engine's own provider to read with.
        const own = ["pulumi:pulumi:Stack", "pulumi:pulumi:StackReference", "pulumi:providers:pulumi"];
        const owned = state.deployment.resources
            .map(({ type }: { type: string }) => type)
            .filter((type: string) => !own.includes(type));
        assert.deepEqual(owned, []);
        assert.deepEqual(outputs.costs.notCounted, []);
        addsUp(outputs.costs.total);
        await costsByVerbAndPack(stage, say);
        await aboveTheCeiling(stage, say);
        const { idle, hour, month } = outputs.costs.total;
        return `all three layers are up, at ${idle.toFixed(2)} USD a month idle, ${hour.toFixed(4)} an hour and ${month.toFixed(2)} in a month as assumed; the card owns no resource`;
    },
};

type Sums = EnvironmentCost["total"];

/** Added up by hand, from the price lists, and not from the catalogue: what this environment must come to. */
function addsUp(total: Sums): void {
    const idle = 1 + 0.4; // the key, and the secret of one application
    const hour = (0.25 * 23.64 + 0.5 * 2.6 + 3.65) / 730; // a task on ARM: vCPU, memory, address
    const bucket = 0.5 * 0.023 + 2 * 0.005 + 5 * 0.0004; // GB kept, thousands of writes, thousands of reads
    const kafka = 1 * 0.05 + 1 * 0.08; // GB in and out, GB kept
    const used = 4 * bucket + kafka + 0.1 * 0.05 + 0.1 * 0.5; // and calls for the secret, and GB of logs
    const byHand: Sums = { idle, hour, month: idle + 40 * hour + used, fullMonth: idle + 730 * hour + used };
    for (const [which, usd] of Object.entries(byHand)) {
        const told = total[which as keyof Sums];
        assert.ok(Math.abs(told - usd) < 0.0001, `${which} is ${told}, by hand ${usd}`);
    }
}

/** The verb reads states and the pack what is declared: they must come to what the layers' own programs came to. */
async function costsByVerbAndPack(stage: Stage, say: Say): Promise<void> {
    const cost = JSON.parse(await stage.run(["./devmin", "cost", "--json"], say));
    addsUp(cost.total);
    assert.ok(Math.abs(cost.years[2] - cost.years[0] - 2) < 0.0001, "two rotations of the key add 2 USD");
    const table = await stage.run(["./devmin", "cost"], say);
    assert.match(table, /^demo +Service pulse +– +0\.0149 /m);
    const previewed = await stage.as("demo", ["pulumi", "preview", "-C", "demo"], say);
    const [, told] = /devmin-demo costs ([\d.]+) USD in a month in which no lease ends/.exec(previewed) ?? [];
    assert.equal(told, cost.layers.demo.fullMonth.toFixed(2));
}

async function aboveTheCeiling(stage: Stage, say: Say): Promise<void> {
    await stage.run(["pulumi", "config", "set", "maxMonthlyUsd", "5"], say);
    const said = await stage.refused(["pulumi", "preview"], say);
    assert.match(said, /all layers together cost [\d.]+ USD in a month .*; the ceiling is 5 \(devmin:maxMonthlyUsd\)/);
    await stage.run(["pulumi", "config", "rm", "maxMonthlyUsd"], say);
}
