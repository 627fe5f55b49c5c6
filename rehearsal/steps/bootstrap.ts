import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { environmentAt } from "../../ops/environment";
import { stateInBucket } from "../../ops/state";
import type { Step } from "../step";
import { madeFor } from "../unknown";

export const bootstrap: Step = {
    title: "core comes up and takes its own state",
    async play(stage, say) {
        await stage.run(["./devmin", "bootstrap"], say);
        await stage.source();
        const env = environmentAt(stage.tree, "local");
        const state = await stateInBucket(env, "core");
        assert.equal(state?.secretsProvider, "cloud");
        assert.ok(!existsSync(join(stage.tree, ".sandbox", "state", ".pulumi")), "the local state is gone");
        assert.equal(stage.variables.PULUMI_CONFIG_PASSPHRASE, undefined);
        assert.deepEqual(
            (await madeFor(env, "core")).unknown,
            [],
            "core has made nothing that its state does not know",
        );
        await stage.run(["pulumi", "preview", "-C", "core", "--expect-no-changes"], say);
        assert.match(await stage.run(["./devmin", "bootstrap"], say), /nothing to do/);
        return `${state.resources} resources, state under KMS in ${env.stateBucket}; a second bootstrap has nothing to do`;
    },
};
