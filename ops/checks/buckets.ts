import {
    GetBucketEncryptionCommand,
    GetBucketVersioningCommand,
    GetObjectLockConfigurationCommand,
    GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { createS3Client } from "../clients/aws";
import type { Check } from "./check";

/** State and evidence are worth nothing in a bucket that forgets, leaks or can be rewritten. */
export const bucketsCheck: Check = {
    claim: "state and evidence are versioned, encrypted under a key, closed to the public; evidence is locked",
    async findProblems(env, { core }) {
        const s3 = createS3Client(env);
        const durable = await Promise.all(
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
                const closed = [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets];
                return [
                    Status === "Enabled" ? "" : `versioning of ${Bucket} is ${Status ?? "not set"}, not Enabled`,
                    encryption === "aws:kms"
                        ? ""
                        : `encryption of ${Bucket} is ${encryption ?? "not set"}, not aws:kms`,
                    closed.every((each) => each === true) ? "" : `the public-access block of ${Bucket} has gaps`,
                ];
            }),
        );
        const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket: core.evidenceBucket }));
        const { Mode, Days } = lock.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
        const locked = Mode && Days ? "" : `${core.evidenceBucket} has no default retention`;
        return [...durable.flat(), locked].filter(Boolean);
    },
};
