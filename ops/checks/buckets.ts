import {
    GetBucketEncryptionCommand,
    GetBucketVersioningCommand,
    GetObjectLockConfigurationCommand,
    GetPublicAccessBlockCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import type { Check } from "./check";

/** State and audit log need buckets that keep every version, are not public, and cannot be rewritten. */
export const bucketsCheck: Check = {
    claim: "the state and evidence buckets are versioned, encrypted with a KMS key and not public; evidence has Object Lock",
    layers: ["core"],
    async findProblems(_env, { core }, { aws }) {
        const s3 = aws.create(S3Client);
        const bucketProblems = await Promise.all(
            [core.stateBucket, core.evidenceBucket].map(async (Bucket) => {
                const [{ Status }, { ServerSideEncryptionConfiguration }, { PublicAccessBlockConfiguration }] =
                    await Promise.all([
                        s3.send(new GetBucketVersioningCommand({ Bucket })),
                        s3.send(new GetBucketEncryptionCommand({ Bucket })),
                        s3.send(new GetPublicAccessBlockCommand({ Bucket })),
                    ]);
                const encryption =
                    ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
                const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } =
                    PublicAccessBlockConfiguration ?? {};
                const blockSettings = [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets];
                return [
                    Status === "Enabled" ? "" : `versioning of ${Bucket} is ${Status ?? "not set"}, not Enabled`,
                    encryption === "aws:kms"
                        ? ""
                        : `encryption of ${Bucket} is ${encryption ?? "not set"}, not aws:kms`,
                    blockSettings.every((each) => each === true)
                        ? ""
                        : `the public access block of ${Bucket} is incomplete`,
                ];
            }),
        );
        const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket: core.evidenceBucket }));
        const { Mode, Days } = lock.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
        const lockProblem = Mode && Days ? "" : `${core.evidenceBucket} has no default retention`;
        return [...bucketProblems.flat(), lockProblem].filter(Boolean);
    },
};
