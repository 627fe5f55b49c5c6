import assert from "node:assert/strict";
import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { buildStatePath, readStateResources } from "../../ops/pulumi/state";
import type { Step } from "../step";
import { buildRoleCommand } from "../workspace";

export const stateLost: Step = {
    title: "recover restores a deleted state from its last version",
    extended: true,
    async run(workspace, log) {
        const { env, aws } = workspace.connect();
        const before = await readStateResources(env, aws, "demo");
        await aws
            .create(S3Client)
            .send(new DeleteObjectCommand({ Bucket: env.stateBucket, Key: buildStatePath("demo", env.stack) }));
        const refusal = await workspace.expectRefusal(
            buildRoleCommand("demo", ["pulumi", "up", "-C", "demo", "--yes"]),
            log,
        );
        assert.match(refusal, /no stack selected; please use .pulumi stack select. or .pulumi stack init./);
        const refused = await workspace.expectRefusal(["./devmin", "destroy", "kafka", "--yes"], log);
        assert.match(refused, /has no state of demo: restore it with \.\/devmin recover demo/);

        const output = await workspace.run(["./devmin", "recover", "demo"], log);
        const [, version] = /the state of demo was missing: restored version (\S+) of/.exec(output) ?? [];
        assert.ok(version, output);
        assert.deepEqual(
            (await readStateResources(env, aws, "demo"))?.map(({ urn }) => urn),
            before?.map(({ urn }) => urn),
        );
        await workspace.runAs("demo", ["pulumi", "preview", "-C", "demo", "--expect-no-changes"], log);
        return `version ${version} restored with all ${before?.length} resources; a preview of demo has no change`;
    },
};
