import assert from "node:assert/strict";
import { bucketsCheck } from "../../../ops/checks/buckets";
import { createAwsError, type FakeResponses } from "../../fake-aws";
import { findProblems } from "./find-problems";

const core = { stateBucket: "states", evidenceBucket: "evidence" };
const publicAccess = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
};
const encryptWith = (SSEAlgorithm: string) => ({
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm } }] },
});
const good: FakeResponses = {
    GetBucketVersioning: { Status: "Enabled" },
    GetBucketEncryption: encryptWith("aws:kms"),
    GetPublicAccessBlock: { PublicAccessBlockConfiguration: publicAccess },
    GetObjectLockConfiguration: {
        ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 30 } } },
    },
};
/** The good answer for every bucket but one. */
const unlessBucket = (name: string, operation: string, response: object) => ({
    [operation]: ({ Bucket }: { Bucket: string }) => (Bucket === name ? response : (good[operation] as object)),
});

describe("the check of the state and evidence buckets", () => {
    it("passes when both are versioned, encrypted with a KMS key and not public, and evidence has a default retention", async () => {
        assert.deepEqual(await findProblems(bucketsCheck, { core }, good), []);
    });

    for (const [which, name] of [
        ["state", "states"],
        ["evidence", "evidence"],
    ] as const) {
        const cases: [string, FakeResponses, string][] = [
            [
                `versioning of the ${which} bucket is suspended`,
                unlessBucket(name, "GetBucketVersioning", { Status: "Suspended" }),
                `versioning of ${name} is Suspended, not Enabled`,
            ],
            [
                `versioning of the ${which} bucket was never enabled`,
                unlessBucket(name, "GetBucketVersioning", {}),
                `versioning of ${name} is not set, not Enabled`,
            ],
            [
                `the ${which} bucket is encrypted with a key of S3's own`,
                unlessBucket(name, "GetBucketEncryption", encryptWith("AES256")),
                `encryption of ${name} is AES256, not aws:kms`,
            ],
            [
                `encryption of the ${which} bucket has no rule`,
                unlessBucket(name, "GetBucketEncryption", {}),
                `encryption of ${name} is not set, not aws:kms`,
            ],
            ...Object.keys(publicAccess).map((setting): [string, FakeResponses, string] => [
                `${setting} of the ${which} bucket is off`,
                unlessBucket(name, "GetPublicAccessBlock", {
                    PublicAccessBlockConfiguration: { ...publicAccess, [setting]: false },
                }),
                `the public access block of ${name} is incomplete`,
            ]),
            [
                `the public access block of the ${which} bucket is empty`,
                unlessBucket(name, "GetPublicAccessBlock", {}),
                `the public access block of ${name} is incomplete`,
            ],
        ];
        for (const [fault, responses, problem] of cases) {
            it(`fails when ${fault}`, async () => {
                assert.deepEqual(await findProblems(bucketsCheck, { core }, { ...good, ...responses }), [problem]);
            });
        }
    }

    it("fails when the evidence bucket has Object Lock without a default retention", async () => {
        const GetObjectLockConfiguration = { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } };
        assert.deepEqual(await findProblems(bucketsCheck, { core }, { ...good, GetObjectLockConfiguration }), [
            "evidence has no default retention",
        ]);
    });

    it("does not require Object Lock of the state bucket", async () => {
        const missing = createAwsError("ObjectLockConfigurationNotFoundError", { status: 404 });
        const locked = unlessBucket("states", "GetObjectLockConfiguration", missing);
        assert.deepEqual(await findProblems(bucketsCheck, { core }, { ...good, ...locked }), []);
    });

    it("throws when the settings of a bucket cannot be read, so that nothing unknown passes", async () => {
        const denied = unlessBucket("evidence", "GetBucketVersioning", createAwsError("AccessDenied", { status: 403 }));
        await assert.rejects(findProblems(bucketsCheck, { core }, { ...good, ...denied }), { name: "AccessDenied" });
    });
});
