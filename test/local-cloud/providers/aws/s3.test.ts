import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Props } from "../../../../local-cloud/providers/resource-type";
import { createAwsError } from "../../../fake-aws";
import { buildResourceRef, createFakeProvider } from "../../../fake-aws/provider";

const ASSET = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17" };
const ARCHIVE = { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7" };

describe("the offline provider's S3 types", () => {
    const bucket = buildResourceRef("s3/bucket:Bucket");
    const object = buildResourceRef("s3/bucketObjectv2:BucketObjectv2");

    it("do not delete a bucket that holds objects", async () => {
        const { provider, names } = createFakeProvider({
            DeleteBucket: createAwsError("BucketNotEmpty", { status: 409, message: "the bucket is not empty" }),
        });
        await assert.rejects(provider.delete(bucket, "b", { forceDestroy: false }), {
            message: "delete aws:s3/bucket:Bucket it: BucketNotEmpty: the bucket is not empty (HTTP 409)",
        });
        assert.deepEqual(names(), ["DeleteBucket"]);
    });

    it("delete every version first when a bucket is force-destroyed, bypassing governance locks", async () => {
        const pages = [{ Versions: [{ Key: "k", VersionId: "1" }], DeleteMarkers: [{ Key: "k", VersionId: "2" }] }, {}];
        const { provider, calls } = createFakeProvider({ ListObjectVersions: () => pages.shift() ?? {} });
        await provider.delete(bucket, "b", { forceDestroy: true });
        const deleted = calls.filter(([name]) => name === "DeleteObject").map(([, input]) => input);
        assert.deepEqual(
            deleted,
            ["1", "2"].map((VersionId) => ({ Bucket: "b", Key: "k", VersionId, BypassGovernanceRetention: true })),
        );
        assert.equal(calls.at(-1)?.[0], "DeleteBucket");
    });

    it("leave the versioning of a bucket with Object Lock enabled", async () => {
        const type = buildResourceRef("s3/bucketVersioning:BucketVersioning");
        const enabled = { versioningConfiguration: { status: "Enabled" } };
        const locked = { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } };
        const { provider, names } = createFakeProvider({ GetObjectLockConfiguration: locked });
        await provider.delete(type, "b", enabled);
        assert.deepEqual(names(), ["GetObjectLockConfiguration"]);
        const free = createFakeProvider({});
        await free.provider.delete(type, "b", enabled);
        assert.deepEqual(free.names(), ["GetObjectLockConfiguration", "PutBucketVersioning"]);
    });

    it("delete only the object with exactly that key", async () => {
        const pages = [
            {
                Versions: [
                    { Key: "a/b", VersionId: "1" },
                    { Key: "a/bc", VersionId: "2" },
                ],
            },
            {},
        ];
        const { provider, calls } = createFakeProvider({ ListObjectVersions: () => pages.shift() ?? {} });
        await provider.delete(object, "bucket/a/b", {});
        const keys = calls.filter(([name]) => name === "DeleteObject").map(([, { Key }]) => Key);
        assert.deepEqual(keys, ["a/b"]);
    });

    it("read a lifecycle rule back as it was written", async () => {
        const rules = [
            { id: "old", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays: 30 } },
        ];
        let stored: Props = {};
        const { provider } = createFakeProvider({
            PutBucketLifecycleConfiguration: ({ LifecycleConfiguration }) => {
                stored = LifecycleConfiguration as Props;
                return {};
            },
            GetBucketLifecycleConfiguration: () => stored,
        });
        const type = buildResourceRef("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
        const { state } = await provider.create(type, { bucket: "b", rules }, false);
        assert.deepEqual(stored.Rules, [
            { ID: "old", Status: "Enabled", Filter: {}, NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
        ]);
        assert.deepEqual(state.rules, rules);
    });

    describe("of an object", () => {
        let folder: string;
        before(async () => {
            folder = await mkdtemp(join(tmpdir(), "devmin-asset-"));
            await writeFile(join(folder, "bundle.js"), "from a file");
        });
        after(() => rm(folder, { recursive: true }));

        const cases: { claim: string; inputs: () => Props; bytes: string }[] = [
            { claim: "text", inputs: () => ({ content: "as text" }), bytes: "as text" },
            { claim: "base64", inputs: () => ({ contentBase64: "YnJpZWY=" }), bytes: "brief" },
            {
                claim: "a string asset",
                inputs: () => ({ source: { ...ASSET, hash: "1", text: "asset" } }),
                bytes: "asset",
            },
            {
                claim: "a file asset",
                inputs: () => ({ source: { ...ASSET, hash: "1", path: join(folder, "bundle.js") } }),
                bytes: "from a file",
            },
        ];
        for (const { claim, inputs, bytes } of cases) {
            it(`upload ${claim}`, async () => {
                const { provider, calls } = createFakeProvider({});
                await provider.create(object, { bucket: "b", key: "k", ...inputs() }, false);
                assert.equal(String(calls[0]?.[1].Body), bytes);
            });
        }

        it("change tags without a new version", async () => {
            const { provider, names } = createFakeProvider({});
            const old = { bucket: "b", key: "k", content: "c", tags: { a: "1" } };
            await provider.update(object, "b/k", { ...old, tags: { a: "2" } }, old, {}, false);
            await provider.update(object, "b/k", { ...old, content: "d" }, old, {}, false);
            assert.deepEqual(
                names().filter((name) => name.startsWith("Put")),
                ["PutObjectTagging", "PutObject"],
            );
        });

        it("refuse an archive", async () => {
            const { provider } = createFakeProvider({});
            const inputs = { bucket: "b", key: "k", source: { ...ARCHIVE, hash: "1", path: folder } };
            await assert.rejects(provider.create(object, inputs, false), /source is an archive.*use a FileAsset/);
        });

        it("detect a changed file by its hash", () => {
            const { provider } = createFakeProvider({});
            const of = (hash: string, path: string) => ({ bucket: "b", source: { ...ASSET, hash, path } });
            assert.deepEqual(provider.diff(object, of("1", "/elsewhere"), of("1", "/here")).changed, []);
            assert.deepEqual(provider.diff(object, of("2", "/here"), of("1", "/here")).changed, ["source"]);
        });
    });
});
