import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { type BucketParts, bucketTypes, findBucketParts } from "../../runtime/bucket-parts";
import { catchUnknown, forStack } from "../../runtime/catch-unknown";
import { isTlsOnly } from "../../runtime/tls-only";

interface BucketRequirement {
    part: keyof BucketParts;
    /** The required part, in messages. */
    description: string;
    /** What is wrong with an existing part; undefined for a correct one. */
    findProblem(props: BucketProps, bucket: PolicyResource): string | undefined;
}
// biome-ignore lint/suspicious/noExplicitAny: a policy sees the properties as declared, of any type.
type BucketProps = Record<string, any>;

const publicAccessFlags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const bucketRequirements: BucketRequirement[] = [
    {
        part: "versioning",
        description: "BucketVersioning with status Enabled",
        findProblem: ({ versioningConfiguration }) => {
            const status = versioningConfiguration?.status;
            return status === "Enabled" ? undefined : `versioning is ${status ?? "not set"}, not Enabled`;
        },
    },
    {
        part: "encryption",
        description: "BucketServerSideEncryptionConfiguration with aws:kms and a customer managed key",
        findProblem: ({ rules }) => {
            const defaults = [rules ?? []].flat().map((rule) => rule?.applyServerSideEncryptionByDefault);
            if (defaults.length && defaults.every((by) => by?.sseAlgorithm === "aws:kms" && by.kmsMasterKeyId)) return;
            const given = defaults.map(
                (by) => `${by?.sseAlgorithm ?? "nothing"} with ${by?.kmsMasterKeyId || "no key"}`,
            );
            return `encryption is ${given.join(" and ") || "not set"}, not aws:kms with a customer managed key`;
        },
    },
    {
        part: "publicAccessBlock",
        description: "BucketPublicAccessBlock with all four settings true",
        findProblem: (props) => {
            const open = publicAccessFlags.filter((flag) => props[flag] !== true);
            return open.length ? `${open.join(", ")} must be true` : undefined;
        },
    },
    {
        part: "policy",
        description: "BucketPolicy that denies plain HTTP",
        findProblem: ({ policy }, bucket) =>
            isTlsOnly(policy, bucket.props.bucket)
                ? undefined
                : "its policy does not deny s3:* on the bucket and its objects to everyone when aws:SecureTransport is false",
    },
];

/** State and evidence cannot be recreated: a bucket is either tagged as disposable or has every protection. */
export const durableBuckets: StackValidationPolicy = {
    name: "durable-buckets",
    description: "Buckets for state and evidence must be versioned, encrypted, private, TLS-only and protected.",
    enforcementLevel: "mandatory",
    tags: ["state"],
    validateStack: forStack(bucketTypes, (bucket, { resources }, report) => {
        if (bucket.props.tags?.["devmin:holds"] === "artifacts") return;
        const parts = findBucketParts(bucket, resources);
        const listProblems = ({ part, description, findProblem }: BucketRequirement) =>
            parts[part].length === 0
                ? [`it has no ${description}`]
                : parts[part].map(({ props }) => describeUnknown(() => findProblem(props, bucket)));
        const problems = [
            ...bucketRequirements.flatMap(listProblems),
            describeUnknown(() => (bucket.props.forceDestroy ? "forceDestroy must not be true" : undefined)),
            ...[bucket, ...Object.values(parts).flat()]
                .filter(({ opts }) => !opts.protect)
                .map(({ type, name }) => `${type.split(":").pop()} ${name} is not protected`),
        ].filter((finding) => finding !== undefined);
        if (problems.length) {
            report(
                `${problems.join("; ")}. Correct this, or tag the bucket devmin:holds = artifacts if its data may be lost.`,
            );
        }
    }),
};

/** An unknown value is one problem among others: a bucket gets one message. */
const describeUnknown = (findProblem: () => string | undefined) => catchUnknown(findProblem, (unknown) => unknown);
