import assert from "node:assert/strict";
import { durableBuckets } from "../../../../policy-pack/rules/state/durable-buckets";
import { evaluateStackPolicy, type PolicyInput, previewUnknown } from "../../evaluate-policy";

/** A bucket as core makes it, all of it known, each part named after what it is. */
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
    const breaks: { title: string; change: (good: Stack) => void; says: string | undefined }[] = [
        { title: "allows a bucket as core makes it", change: () => {}, says: undefined },
        {
            title: "allows one whose name is known only to its parts' dependencies",
            change: (good) => {
                good.versioning.props.bucket = previewUnknown;
            },
            says: undefined,
        },
        {
            title: "denies a bucket whose versioning is suspended",
            change: (good) => {
                good.versioning.props.versioningConfiguration = { status: "Suspended" };
            },
            says: "versioning is Suspended, not Enabled",
        },
        {
            title: "denies a versioning that says nothing",
            change: (good) => {
                good.versioning.props.versioningConfiguration = null;
            },
            says: "versioning is not set, not Enabled",
        },
        {
            title: "denies a versioning that is unknown in preview, by its path",
            change: (good) => {
                good.versioning.props.versioningConfiguration = { status: previewUnknown };
            },
            says: isUnknown("versioningConfiguration.status"),
        },
        {
            title: "denies encryption with a key of S3",
            change: (good) => {
                good.encryption.props.rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];
            },
            says: "encryption is AES256 with no key, not aws:kms with a customer managed key",
        },
        {
            title: "denies encryption with the account's default key",
            change: (good) => {
                good.encryption.props.rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }];
            },
            says: "encryption is aws:kms with no key, not aws:kms with a customer managed key",
        },
        {
            title: "denies encryption without a rule",
            change: (good) => {
                good.encryption.props.rules = [];
            },
            says: "encryption is not set, not aws:kms with a customer managed key",
        },
        {
            title: "denies a second encryption rule that says otherwise",
            change: (good) => {
                (good.encryption.props.rules as object[]).push({ applyServerSideEncryptionByDefault: null });
            },
            says:
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
            says: isUnknown("rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId"),
        },
        {
            title: "denies a public-access block with a hole",
            change: (good) => {
                good.publicAccessBlock.props.ignorePublicAcls = false;
                good.publicAccessBlock.props.restrictPublicBuckets = undefined;
            },
            says: "ignorePublicAcls, restrictPublicBuckets must be true",
        },
        {
            title: "denies a bucket policy that lets plain HTTP through",
            change: (good) => {
                good.policy.props.policy = JSON.stringify({ Statement: [] });
            },
            says: notTls,
        },
        {
            title: "denies a TLS-only policy that is about another bucket",
            change: (good) => {
                good.policy.props.policy = (good.policy.props.policy as string).replaceAll(":::b", ":::c");
            },
            says: notTls,
        },
        {
            title: "denies a bucket that can be destroyed with all that is in it",
            change: (good) => {
                good.bucket.props.forceDestroy = true;
            },
            says: "forceDestroy must not be true",
        },
        {
            title: "denies a bucket that is not protected",
            change: (good) => {
                good.bucket.protect = false;
            },
            says: "Bucket state is not protected",
        },
        {
            title: "denies a part that is not protected, also one that is optional",
            change: (good) => {
                good.policy.protect = false;
                good.lifecycle.protect = false;
            },
            says: "BucketPolicy part is not protected; BucketLifecycleConfiguration part is not protected",
        },
        {
            title: "denies a second versioning that says otherwise",
            change: (good) => {
                const second = structuredClone(good.versioning.props);
                second.versioningConfiguration = { status: "Suspended" };
                good.lifecycle = { ...good.versioning, props: second };
            },
            says: "versioning is Suspended, not Enabled",
        },
        {
            title: "counts a bucket without the tag as durable",
            change: (good) => {
                good.bucket.props.tags = {};
                good.bucket.protect = false;
            },
            says: "Bucket state is not protected",
        },
        {
            title: "asks nothing of a bucket of artifacts",
            change: (good) => {
                good.bucket.props.tags = { "devmin:holds": "artifacts" };
                good.bucket.protect = false;
            },
            says: undefined,
        },
        {
            title: "judges the older type token of a bucket alike",
            change: (good) => {
                good.bucket.type = "aws:s3/bucketV2:BucketV2";
                good.bucket.protect = false;
            },
            says: "BucketV2 state is not protected",
        },
        {
            title: "takes the older type token of a part",
            change: (good) => {
                good.versioning.type = "aws:s3/bucketVersioningV2:BucketVersioningV2";
            },
            says: undefined,
        },
        {
            title: "takes a part whose bucket is not said by name",
            change: (good) => {
                good.versioning.props.bucket = null;
            },
            says: undefined,
        },
        {
            title: "denies an encryption without a rule",
            change: (good) => {
                good.encryption.props = { bucket: "b", rules: undefined };
            },
            says: "encryption is not set, not aws:kms with a customer managed key",
        },
        {
            title: "denies an encryption by a rule that says nothing",
            change: (good) => {
                good.encryption.props.rules = [null];
            },
            says: "encryption is nothing with no key, not aws:kms with a customer managed key",
        },
        {
            title: "takes a part that names the bucket by a literal",
            change: (good) => {
                good.versioning.dependsOn = { bucket: [] };
            },
            says: undefined,
        },
        {
            title: "does not take a part that names another bucket",
            change: (good) => {
                good.versioning.props.bucket = "c";
            },
            says: "it has no BucketVersioning with status Enabled",
        },
        {
            title: "does not take a part whose bucket is unknown and leaves no dependency",
            change: (good) => {
                good.versioning.props.bucket = previewUnknown;
                good.versioning.dependsOn = { bucket: [] };
            },
            says: "it has no BucketVersioning with status Enabled",
        },
    ];
    for (const { title, change, says } of breaks) {
        it(title, async () => {
            const good = goodBucket();
            change(good);
            const verdicts = await evaluateStackPolicy(durableBuckets, Object.values(good));
            assert.deepEqual(verdicts, says === undefined ? {} : { state: [says + advice] });
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
        it(`counts a ${type} among the parts that must be protected`, async () => {
            const { bucket, ...parts } = goodBucket();
            const part = { type, name: "part", props: { bucket: "b" }, protect: false };
            const said = await evaluateStackPolicy(durableBuckets, [bucket, ...Object.values(parts), part]);
            assert.match(said.state?.[0] as string, new RegExp(`\\b${type.split(":").pop()} part is not protected`));
        });
    }
    it("takes no part that tells of no bucket at all", async () => {
        const good = goodBucket();
        const { dependsOn: _, ...stray } = good.versioning;
        const said = await evaluateStackPolicy(durableBuckets, [
            ...Object.values(good),
            { ...stray, props: {}, protect: false },
        ]);
        assert.deepEqual(said, {});
    });
    it("denies what cannot be told from a bucket of artifacts", async () => {
        const good = goodBucket();
        good.bucket.props.tags["devmin:holds"] = previewUnknown;
        const verdicts = await evaluateStackPolicy(durableBuckets, Object.values(good));
        assert.deepEqual(verdicts, { state: [`${isUnknown("tags.devmin:holds")}.`] });
    });

    it("says all that is missing of a bare bucket in one verdict, and nothing of the good one beside it", async () => {
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

    it("takes a part whose bucket's name is made from the bucket and from what is no bucket", async () => {
        const good = goodBucket();
        const key = { type: "aws:kms/key:Key", name: "key" };
        good.versioning.props.bucket = previewUnknown;
        good.versioning.dependsOn.bucket.push(key);
        assert.deepEqual(await evaluateStackPolicy(durableBuckets, [...Object.values(good), key]), {});
    });

    it("does not take a part that could be of either of two buckets", async () => {
        const good = goodBucket();
        const tags = { "devmin:holds": "artifacts" };
        const other = { type: "aws:s3/bucket:Bucket", name: "other", props: { bucket: "c", tags } };
        good.versioning.props.bucket = previewUnknown;
        good.versioning.dependsOn.bucket.push(other);
        assert.deepEqual(await evaluateStackPolicy(durableBuckets, [...Object.values(good), other]), {
            state: [`it has no BucketVersioning with status Enabled${advice}`],
        });
    });

    it("lets an unknown in one bucket hide no other bucket", async () => {
        const first = { type: "aws:s3/bucket:Bucket", name: "first", props: { tags: previewUnknown } };
        const second = { type: "aws:s3/bucket:Bucket", name: "second", props: {} };
        assert.deepEqual(Object.keys(await evaluateStackPolicy(durableBuckets, [first, second])), ["first", "second"]);
    });
});
