import assert from "node:assert/strict";
import { declaredBy, settled } from "./mocks";

const card = { project: "devmin", config: {} };
const up = { core: { stateBucket: "state" }, kafka: { clusterId: "lkc-1" }, demo: { clusterName: "cluster" } };

describe("the card", () => {
    it("owns no resource", async () => {
        const { resources } = await declaredBy("../index", { ...card, layers: up });
        assert.deepEqual([...new Set(resources.map(({ type }) => type))].sort(), [
            "pulumi:pulumi:Stack",
            "pulumi:pulumi:StackReference",
        ]);
    });

    it("says that all layers are up", async () => {
        const { exports } = await declaredBy("../index", { ...card, layers: up });
        assert.deepEqual(await settled(exports.layers), { core: "up", kafka: "up", demo: "up" });
    });

    for (const layer of ["core", "kafka", "demo"] as const) {
        it(`says in a sentence that ${layer} is not up`, async () => {
            const { [layer]: _, ...layers } = up;
            const { exports } = await declaredBy("../index", { ...card, layers });
            const said = await settled<Record<string, string>>(exports.layers);
            assert.equal(said[layer], `${layer} is not up yet: run pulumi up -C ${layer}`);
        });
    }
});
