import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setBilling } from "../../local-cloud";
import { readStateSummary } from "../../ops/pulumi/state";
import { getLocalCloud } from "../cloud-dump";
import type { Step } from "../step";
import { findLayerResources } from "../untracked-resources";

export const bootstrap: Step = {
    title: "bootstrap creates core and moves core's state into its bucket",
    async run(workspace, log) {
        const output = await workspace.run(["./devmin", "bootstrap"], log);
        assert.match(
            output,
            /AWS does not know the cost allocation tag devmin:stack yet: run \.\/devmin bootstrap again/,
        );
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
        await setBilling(await getLocalCloud(workspace.home), { tagKeys: ["devmin:stack"] });
        const secondOutput = await workspace.run(["./devmin", "bootstrap"], log);
        assert.match(secondOutput, /nothing to do/);
        assert.match(secondOutput, /the cost allocation tag devmin:stack is active/);
        return `${state.resources} resources, state encrypted with KMS in ${env.stateBucket}; a second bootstrap only activates the cost allocation tag`;
    },
};
