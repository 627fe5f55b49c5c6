import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readStateSummary } from "../../ops/pulumi/state";
import type { Step } from "../step";
import { findLayerResources } from "../untracked-resources";

export const bootstrap: Step = {
    title: "bootstrap creates core and moves core's state into its bucket",
    async run(workspace, log) {
        await workspace.run(["./devmin", "bootstrap"], log);
        await workspace.sourceEnv();
        const { env, aws } = workspace.connect();
        const state = await readStateSummary(env, aws, "core");
        assert.equal(state?.secretsProvider, "cloud");
        assert.ok(!existsSync(join(workspace.tree, ".sandbox", "state", ".pulumi")), "the local state is gone");
        assert.equal(workspace.env.PULUMI_CONFIG_PASSPHRASE, undefined);
        assert.deepEqual(
            (await findLayerResources(env, aws, "core")).untracked,
            [],
            "core's state has everything that core created",
        );
        await workspace.run(["pulumi", "preview", "-C", "core", "--refresh", "--expect-no-changes"], log);
        assert.match(await workspace.run(["./devmin", "bootstrap"], log), /nothing to do/);
        return `${state.resources} resources, state encrypted with KMS in ${env.stateBucket}; a second bootstrap has nothing to do`;
    },
};
