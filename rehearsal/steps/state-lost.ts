import assert from "node:assert/strict";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { s3In } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import { resourcesInBucket, stateFile } from "../../ops/state";
import { inRole } from "../stage";
import type { Step } from "../step";

export const stateLost: Step = {
    title: "demo's state is deleted, and brought back from its last version",
    further: true,
    async play(stage, say) {
        const env = environmentAt(stage.tree, "local");
        const before = await resourcesInBucket(env, "demo");
        await s3In(env).send(new DeleteObjectCommand({ Bucket: env.stateBucket, Key: stateFile("demo", env.stack) }));
        const refusal = await stage.refused(inRole("demo", ["pulumi", "up", "-C", "demo", "--yes"]), say);
        assert.match(refusal, /no stack selected; please use .pulumi stack select. or .pulumi stack init./);
        const refused = await stage.refused(["./devmin", "destroy", "kafka", "--yes"], say);
        assert.match(refused, /holds no state of demo: bring it back with \.\/devmin recover demo/);

        const told = await stage.run(["./devmin", "recover", "demo"], say);
        const [, version] = /the state of demo was gone: put back its version (\S+) of/.exec(told) ?? [];
        assert.ok(version, told);
        assert.deepEqual(
            (await resourcesInBucket(env, "demo"))?.map(({ urn }) => urn),
            before?.map(({ urn }) => urn),
        );
        await stage.as("demo", ["pulumi", "preview", "-C", "demo", "--expect-no-changes"], say);
        return `version ${version} put back: all ${before?.length} resources are known, and demo previews without a change`;
    },
};
