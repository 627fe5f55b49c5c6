import assert from "node:assert/strict";
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { assumeRole } from "../../ops/clients/assume-role";
import { createAwsClients } from "../../ops/clients/aws";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

const planted = ["chain/999999.json", "chain/zzz.json"];
const hidden = "chain/000002.json";

export const forgedAuditLog: Step = {
    title: "whoever may write to the audit log can add to it, but not change it unseen",
    extended: true,
    async run(workspace, log) {
        const before = await workspace.run(["./devmin", "audit", "verify"], log);
        assert.match(before, /^The audit log is as it was written\.$/m);
        const refused = await forgeAsAuditor(workspace);
        const { env, aws } = workspace.connect();
        const administrator = aws.create(S3Client);
        await administrator.send(new DeleteObjectCommand({ Bucket: env.evidenceBucket, Key: hidden }));
        try {
            const findings = await workspace.expectRefusal(["./devmin", "audit", "verify"], log);
            assert.match(findings, /^entry 2 was deleted at .*; its first version, of .*, is kept and counts$/m);
            assert.match(findings, /^entry 999999 does not follow entry \d+: it was planted/m);
            assert.match(findings, /^chain\/zzz\.json is no entry of the log: devmin did not write it$/m);
            const [, count] = /^(\d+) entries and \d+ attachments read/m.exec(findings) ?? assert.fail(findings);
            const verdict = await workspace.expectRefusal(["./devmin", "verify"], log);
            assert.match(verdict, /^fail +the audit log is as it was written/m);
            assert.match(verdict, new RegExp(`^entry ${Number(count) + 1} of the audit log`, "m"));
        } finally {
            await removeForAll(workspace, administrator, [...planted, hidden]);
        }
        const after = await workspace.run(["./devmin", "audit", "verify"], log);
        assert.match(after, /^The audit log is as it was written\.$/m);
        return `overwriting: ${refused}; a hidden and two planted objects are named, and the next entry goes behind the last`;
    },
};

/** Plants what the auditor may add. Returns the error of its attempt to overwrite an entry. */
async function forgeAsAuditor(workspace: Workspace): Promise<string> {
    const { env } = workspace.connect();
    const session = await assumeRole(env, `arn:aws:iam::000000000000:role/${buildExpectedName("core", "auditor")}`);
    assert.ok(session, "role auditor is assumed already");
    const s3 = createAwsClients(env, async () => session).create(S3Client);
    const Bucket = env.evidenceBucket;
    for (const Key of planted) await s3.send(new PutObjectCommand({ Bucket, Key, Body: "{}", IfNoneMatch: "*" }));
    return s3.send(new PutObjectCommand({ Bucket, Key: hidden, Body: "{}" })).then(
        () => assert.fail("the auditor overwrote an entry"),
        ({ name }: Error) => {
            assert.equal(name, "AccessDenied");
            return name;
        },
    );
}

/** Removes planted objects for good, and delete markers; what an entry was written as stays. */
async function removeForAll(workspace: Workspace, s3: S3Client, keys: readonly string[]): Promise<void> {
    const Bucket = workspace.connect().env.evidenceBucket;
    for (const Key of keys) {
        const { Versions = [], DeleteMarkers = [] } = await s3.send(
            new ListObjectVersionsCommand({ Bucket, Prefix: Key }),
        );
        for (const { VersionId } of [...DeleteMarkers, ...(Key === hidden ? [] : Versions)])
            await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }));
    }
}
