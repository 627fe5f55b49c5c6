import assert from "node:assert/strict";
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
        return "all three layers are up; the card owns no resource";
    },
};
