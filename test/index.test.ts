import assert from "node:assert/strict";
import type { CostSummary } from "../lib/cost";
import { resolveOutput, runLayerProgram } from "./mocks";

const summary = { project: "devmin", config: {} };
const up = { core: { stateBucket: "state" }, kafka: { clusterId: "lkc-1" }, demo: { clusterName: "cluster" } };

const cost = { idle: 1, hour: 0.01, month: 2, fullMonth: 10, unpriced: [] };
const priced = Object.fromEntries(Object.entries(up).map(([layer, outputs]) => [layer, { ...outputs, cost }]));

describe("the environment summary", () => {
    it("owns no resource", async () => {
        const { resources } = await runLayerProgram("../index", { ...summary, layerOutputs: up });
        assert.deepEqual([...new Set(resources.map(({ type }) => type))].sort(), [
            "pulumi:pulumi:Stack",
            "pulumi:pulumi:StackReference",
        ]);
    });

    it("reports that all layers are up", async () => {
        const { exports } = await runLayerProgram("../index", { ...summary, layerOutputs: up });
        assert.deepEqual(await resolveOutput(exports.layers), { core: "up", kafka: "up", demo: "up" });
    });

    it("adds up the costs of the layers", async () => {
        const { exports } = await runLayerProgram("../index", { ...summary, layerOutputs: priced });
        const { total, notCounted } = await resolveOutput<CostSummary>(exports.costs);
        assert.deepEqual(total, { idle: 3, hour: 0.03, month: 6, fullMonth: 30 });
        assert.deepEqual(notCounted, []);
    });

    it("is refused if the layers cost more than the ceiling", async () => {
        const config = { "devmin:maxMonthlyUsd": "29" };
        await assert.rejects(
            async () =>
                resolveOutput(
                    (await runLayerProgram("../index", { ...summary, config, layerOutputs: priced })).exports.costs,
                ),
            /^Refusal: all layers together cost 30\.00 USD in a month .* the ceiling is 29 \(devmin:maxMonthlyUsd\)/,
        );
    });

    it("refuses a ceiling that is not a number", async () => {
        const config = { "devmin:maxMonthlyUsd": "much" };
        await assert.rejects(
            runLayerProgram("../index", { ...summary, config, layerOutputs: up }),
            /devmin:maxMonthlyUsd is "much": it must be a whole number from 1 to 10000\. Set it with: pulumi config set -C \. maxMonthlyUsd 50/,
        );
    });

    for (const layer of ["core", "kafka", "demo"] as const) {
        it(`names the command that brings up ${layer} if it is not up`, async () => {
            const { [layer]: _, ...layers } = up;
            const { exports } = await runLayerProgram("../index", { ...summary, layerOutputs: layers });
            const states = await resolveOutput<Record<string, string>>(exports.layers);
            assert.equal(states[layer], `${layer} is not up yet: run pulumi up -C ${layer}`);
        });
    }
});
