import assert from "node:assert/strict";
import {
    DeleteObjectCommand,
    GetObjectCommand,
    ListObjectVersionsCommand,
    PutObjectCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { buildStatePath, readStateResources } from "../../ops/pulumi/state";
import type { Step } from "../step";
import { buildRoleCommand } from "../workspace";

export const stateLost: Step = {
    title: "recover restores a deleted or damaged state from its last good version",
    extended: true,
    async run(workspace, log) {
        const { env, aws } = workspace.connect();
        const s3 = aws.create(S3Client);
        const state = { Bucket: env.stateBucket, Key: buildStatePath("demo", env.stack) };
        const listUrns = async () => (await readStateResources(env, aws, "demo"))?.map(({ urn }) => urn);
        const before = await listUrns();
        const expectRecovery = async (damage: RegExp) => {
            const output = await workspace.run(["./devmin", "recover", "demo", "--yes"], log);
            assert.match(output, damage);
            const [, version] = /restored version (\S+) of/.exec(output) ?? [];
            assert.ok(version, output);
            assert.match(output, /it lacks nothing that is found in the clouds/);
            assert.deepEqual(await listUrns(), before);
            return version;
        };

        await s3.send(new DeleteObjectCommand(state));
        const refusal = await workspace.expectRefusal(
            buildRoleCommand("demo", ["pulumi", "up", "-C", "demo", "--yes"]),
            log,
        );
        assert.match(refusal, /no stack selected; please use .pulumi stack select. or .pulumi stack init./);
        const refused = await workspace.expectRefusal(["./devmin", "destroy", "kafka", "--yes"], log);
        assert.match(refused, /the state of demo is damaged \(.*it was deleted\): \.\/devmin recover demo/);
        const version = await expectRecovery(/the state of demo is damaged \(.*it was deleted\)/);

        await s3.send(new PutObjectCommand({ ...state, Body: "" }));
        const destroyed = await workspace.expectRefusal(["./devmin", "destroy", "demo", "--yes"], log);
        assert.match(
            destroyed,
            /the state of demo is damaged \(version \S+, since \S+: it is empty\): \.\/devmin recover demo/,
        );
        const asked = await workspace.expectRefusal(["./devmin", "recover", "demo"], log);
        assert.match(
            asked,
            /there is no terminal to ask at: to restore this version, run \.\/devmin recover demo --yes/,
        );
        await expectRecovery(/the state of demo is damaged \(.*it is empty\)/);

        const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ ...state, Prefix: state.Key }));
        const ofState = Versions.filter(({ Key }) => Key === state.Key);
        const old = await s3.send(new GetObjectCommand({ ...state, VersionId: ofState.at(-2)?.VersionId }));
        await s3.send(new PutObjectCommand({ ...state, Body: await old.Body?.transformToString() }));
        await expectRecovery(
            /the state of demo is damaged \(.*it is a copy of version \S+, which version \S+ of \S+ had replaced\)/,
        );

        await workspace.runAs("demo", ["pulumi", "preview", "-C", "demo", "--expect-no-changes"], log);
        return `version ${version} restored with all ${before?.length} resources, also of a state that was emptied or had an old version on top; a preview of demo has no change`;
    },
};
