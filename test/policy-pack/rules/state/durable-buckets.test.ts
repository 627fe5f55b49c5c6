import assert from "node:assert/strict";
import { durableBuckets } from "../../../../policy-pack/rules/state/durable-buckets";
import { evaluateStackPolicy, type PolicyInput, previewUnknown } from "../../evaluate-policy";

/** A bucket as core creates it, with all values known; each part is named after its kind. */
function goodBucket() {
    const bucket = {
        type: "aws:s3/bucket:Bucket",
        name: "state",
        props: {
            bucket: "b",
            tags: { "devmin:holds": "state" } as Record<string, unknown>,
            forceDestroy: false as unknown,
        },
        protect: true,
    };
    const part = <Props extends object>(type: string, props: Props) => ({
        type,
        name: "part",
        props: { bucket: "b" as unknown, ...props },
        protect: true,
        dependsOn: { bucket: [bucket as PolicyInput] },
    });
    return {
        bucket,
        versioning: part("aws:s3/bucketVersioning:BucketVersioning", {
            versioningConfiguration: { status: "Enabled" } as unknown,
        }),
        encryption: part("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
            rules: [
                {
                    applyServerSideEncryptionByDefault: {
                        sseAlgorithm: "aws:kms",
                        kmsMasterKeyId: "arn:aws:kms:us-east-1:000000000000:alias/key",
                    },
                },
            ] as unknown,
        }),
        publicAccessBlock: part("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
            blockPublicAcls: true as unknown,
            blockPublicPolicy: true as unknown,
            ignorePublicAcls: true as unknown,
            restrictPublicBuckets: true as unknown,
        }),
        policy: part("aws:s3/bucketPolicy:BucketPolicy", {
            policy: JSON.stringify({
                Statement: [
                    {
                        Effect: "Deny",
                        Principal: "*",
                        Action: "s3:*",
                        Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
                        Condition: { Bool: { "aws:SecureTransport": "false" } },
                    },
                ],
            }) as unknown,
        }),
        lifecycle: part("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {}),
    };
}
type Stack = ReturnType<typeof goodBucket>;

const advice = ". Correct this, or tag the bucket devmin:holds = artifacts if its data may be lost.";
const isUnknown = (property: string) =>
    `${property} is unknown in preview: make it a literal, a configuration value or a name built from those, ` +
    "not another resource's output";
const notTls =
    "its policy does not deny s3:* on the bucket and its objects to everyone when aws:SecureTransport is false";

describe("policy durable-buckets", () => {
    const cases: { title: string; change: (good: Stack) => void; expected: string | undefined }[] = [
        { title: "allows a bucket as core creates it", change: () => {}, expected: undefined },
        {
            title: "allows one whose parts are found by their dependencies",
            change: (good) => {
                good.versioning.props.bucket = previewUnknown;
            },
            expected: undefined,
        },
        {
            title: "denies a bucket whose versioning is suspended",
            change: (good) => {
                good.versioning.props.versioningConfiguration = { status: "Suspended" };
            },
            expected: "versioning is Suspended, not Enabled",
        },
        {
            title: "denies versioning without a status",
            change: (good) => {
                good.versioning.props.versioningConfiguration = null;
            },
            expected: "versioning is not set, not Enabled",
        },
        {
            title: "denies versioning that is unknown in preview, with its path",
            change: (good) => {
                good.versioning.props.versioningConfiguration = { status: previewUnknown };
            },
            expected: isUnknown("versioningConfiguration.status"),
        },
        {
            title: "denies encryption with an S3 key",
            change: (good) => {
                good.encryption.props.rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];
            },
            expected: "encryption is AES256 with no key, not aws:kms with a customer managed key",
        },
        {
            title: "denies encryption with the account's default key",
            change: (good) => {
                good.encryption.props.rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }];
            },
            expected: "encryption is aws:kms with no key, not aws:kms with a customer managed key",
        },
        {
            title: "denies encryption without a rule",
            change: (good) => {
                good.encryption.props.rules = [];
            },
            expected: "encryption is not set, not aws:kms with a customer managed key",
        },
        {
            title: "denies a second encryption rule with another algorithm",
            change: (good) => {
                (good.encryption.props.rules as object[]).push({ applyServerSideEncryptionByDefault: null });
            },
            expected:
                "encryption is aws:kms with arn:aws:kms:us-east-1:000000000000:alias/key and nothing with no key, " +
                "not aws:kms with a customer managed key",
        },
        {
            title: "denies a key that is unknown in preview",
            change: (good) => {
                good.encryption.props.rules = [
                    { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: previewUnknown } },
                ];
            },
            expected: isUnknown("rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId"),
        },
        {
            title: "denies an incomplete public access block",
            change: (good) => {
                good.publicAccessBlock.props.ignorePublicAcls = false;
                good.publicAccessBlock.props.restrictPublicBuckets = undefined;
            },
            expected: "ignorePublicAcls, restrictPublicBuckets must be true",
        },
        {
            title: "denies a bucket policy that allows plain HTTP",
            change: (good) => {
                good.policy.props.policy = JSON.stringify({ Statement: [] });
            },
            expected: notTls,
        },
        {
            title: "denies a TLS-only policy of another bucket",
            change: (good) => {
                good.policy.props.policy = (good.policy.props.policy as string).replaceAll(":::b", ":::c");
            },
            expected: notTls,
        },
        {
            title: "denies a bucket with forceDestroy",
            change: (good) => {
                good.bucket.props.forceDestroy = true;
            },
            expected: "forceDestroy must not be true",
        },
        {
            title: "denies a bucket that is not protected",
            change: (good) => {
                good.bucket.protect = false;
            },
            expected: "Bucket state is not protected",
        },
        {
            title: "denies an unprotected part, including optional ones",
            change: (good) => {
                good.policy.protect = false;
                good.lifecycle.protect = false;
            },
            expected: "BucketPolicy part is not protected; BucketLifecycleConfiguration part is not protected",
        },
        {
            title: "denies a second versioning that is suspended",
            change: (good) => {
                const second = structuredClone(good.versioning.props);
                second.versioningConfiguration = { status: "Suspended" };
                good.lifecycle = { ...good.versioning, props: second };
            },
            expected: "versioning is Suspended, not Enabled",
        },
        {
            title: "checks a bucket without the tag",
            change: (good) => {
                good.bucket.props.tags = {};
                good.bucket.protect = false;
            },
            expected: "Bucket state is not protected",
        },
        {
            title: "ignores a bucket tagged as artifacts",
            change: (good) => {
                good.bucket.props.tags = { "devmin:holds": "artifacts" };
                good.bucket.protect = false;
            },
            expected: undefined,
        },
        {
            title: "checks the older type token of a bucket",
            change: (good) => {
                good.bucket.type = "aws:s3/bucketV2:BucketV2";
                good.bucket.protect = false;
            },
            expected: "BucketV2 state is not protected",
        },
        {
            title: "accepts the older type token of a part",
            change: (good) => {
                good.versioning.type = "aws:s3/bucketVersioningV2:BucketVersioningV2";
            },
            expected: undefined,
        },
        {
            title: "accepts a part that refers to its bucket by dependency",
            change: (good) => {
                good.versioning.props.bucket = null;
            },
            expected: undefined,
        },
        {
            title: "denies encryption without rules",
            change: (good) => {
                good.encryption.props = { bucket: "b", rules: undefined };
            },
            expected: "encryption is not set, not aws:kms with a customer managed key",
        },
        {
            title: "denies encryption with an empty rule",
            change: (good) => {
                good.encryption.props.rules = [null];
            },
            expected: "encryption is nothing with no key, not aws:kms with a customer managed key",
        },
        {
            title: "accepts a part that names the bucket literally",
            change: (good) => {
                good.versioning.dependsOn = { bucket: [] };
            },
            expected: undefined,
        },
        {
            title: "ignores a part that names another bucket",
            change: (good) => {
                good.versioning.props.bucket = "c";
            },
            expected: "it has no BucketVersioning with status Enabled",
        },
        {
            title: "ignores a part whose bucket is unknown and has no dependency",
            change: (good) => {
                good.versioning.props.bucket = previewUnknown;
                good.versioning.dependsOn = { bucket: [] };
            },
            expected: "it has no BucketVersioning with status Enabled",
        },
    ];
    for (const { title, change, expected } of cases) {
        it(title, async () => {
            const good = goodBucket();
            change(good);
            const verdicts = await evaluateStackPolicy(durableBuckets, Object.values(good));
            assert.deepEqual(verdicts, expected === undefined ? {} : { state: [expected + advice] });
        });
    }

    for (const type of [
        "aws:s3/bucketVersioningV2:BucketVersioningV2",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
    ]) {
        it(`denies an unprotected ${type}`, async () => {
            const { bucket, ...parts } = goodBucket();
            const part = { type, name: "part", props: { bucket: "b" }, protect: false };
            const reported = await evaluateStackPolicy(durableBuckets, [bucket, ...Object.values(parts), part]);
            assert.match(
                reported.state?.[0] as string,
                new RegExp(`\\b${type.split(":").pop()} part is not protected`),
            );
        });
    }
    it("ignores a part without a bucket", async () => {
        const good = goodBucket();
        const { dependsOn: _, ...stray } = good.versioning;
        const reported = await evaluateStackPolicy(durableBuckets, [
            ...Object.values(good),
            { ...stray, props: {}, protect: false },
        ]);
        assert.deepEqual(reported, {});
    });
    it("denies a bucket whose tags are unknown", async () => {
        const good = goodBucket();
        good.bucket.props.tags["devmin:holds"] = previewUnknown;
        const verdicts = await evaluateStackPolicy(durableBuckets, Object.values(good));
        assert.deepEqual(verdicts, { state: [`${isUnknown("tags.devmin:holds")}.`] });
    });

    it("reports everything a bare bucket lacks in one message, and nothing about a good one next to it", async () => {
        const bare = { type: "aws:s3/bucket:Bucket", name: "bare", props: { bucket: "bare" } };
        assert.deepEqual(await evaluateStackPolicy(durableBuckets, [...Object.values(goodBucket()), bare]), {
            bare: [
                "it has no BucketVersioning with status Enabled; " +
                    "it has no BucketServerSideEncryptionConfiguration with aws:kms and a customer managed key; " +
                    "it has no BucketPublicAccessBlock with all four settings true; " +
                    `it has no BucketPolicy that denies plain HTTP; Bucket bare is not protected${advice}`,
            ],
        });
    });

    it("accepts a part whose bucket name depends on the bucket and on other resources", async () => {
        const good = goodBucket();
        const key = { type: "aws:kms/key:Key", name: "key" };
        good.versioning.props.bucket = previewUnknown;
        good.versioning.dependsOn.bucket.push(key);
        assert.deepEqual(await evaluateStackPolicy(durableBuckets, [...Object.values(good), key]), {});
    });

    it("ignores a part that could belong to two buckets", async () => {
        const good = goodBucket();
        const tags = { "devmin:holds": "artifacts" };
        const other = { type: "aws:s3/bucket:Bucket", name: "other", props: { bucket: "c", tags } };
        good.versioning.props.bucket = previewUnknown;
        good.versioning.dependsOn.bucket.push(other);
        assert.deepEqual(await evaluateStackPolicy(durableBuckets, [...Object.values(good), other]), {
            state: [`it has no BucketVersioning with status Enabled${advice}`],
        });
    });

    it("checks a bucket next to one with unknown values", async () => {
        const first = { type: "aws:s3/bucket:Bucket", name: "first", props: { tags: previewUnknown } };
        const second = { type: "aws:s3/bucket:Bucket", name: "second", props: {} };
        assert.deepEqual(Object.keys(await evaluateStackPolicy(durableBuckets, [first, second])), ["first", "second"]);
    });
});
