import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { bucketTypes, type Parts, partsOf } from "../buckets";
import { closed, forStack } from "../fail-closed";
import { refusesPlainHttp } from "../tls-only";

interface Rule {
    /** The part a durable bucket must have. */
    part: keyof Parts;
    /** What it is for, as a message says it. */
    wants: string;
    /** What is wrong with a part that is there; undefined when it is right. */
    fault(props: Props, bucket: PolicyResource): string | undefined;
}
// biome-ignore lint/suspicious/noExplicitAny: a policy sees whatever the program declared, of whatever type.
type Props = Record<string, any>;

const publicAccess = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const rules: Rule[] = [
    {
        part: "versioning",
        wants: "BucketVersioning with status Enabled",
        fault: ({ versioningConfiguration }) => {
            const status = versioningConfiguration?.status;
            return status === "Enabled" ? undefined : `versioning is ${status ?? "not set"}, not Enabled`;
        },
    },
    {
        part: "encryption",
        wants: "BucketServerSideEncryptionConfiguration with aws:kms and a key of your own",
        fault: ({ rules }) => {
            const defaults = [rules ?? []].flat().map((rule) => rule?.applyServerSideEncryptionByDefault);
            if (defaults.length && defaults.every((by) => by?.sseAlgorithm === "aws:kms" && by.kmsMasterKeyId)) return;
            const given = defaults.map(
                (by) => `${by?.sseAlgorithm ?? "nothing"} with ${by?.kmsMasterKeyId || "no key"}`,
            );
            return `encryption is ${given.join(" and ") || "not set"}, not aws:kms with a key of your own`;
        },
    },
    {
        part: "publicAccessBlock",
        wants: "BucketPublicAccessBlock with all four true",
        fault: (props) => {
            const open = publicAccess.filter((flag) => props[flag] !== true);
            return open.length ? `${open.join(", ")} must be true` : undefined;
        },
    },
    {
        part: "policy",
        wants: "BucketPolicy that refuses plain HTTP",
        fault: ({ policy }, bucket) =>
            refusesPlainHttp(policy, bucket.props.bucket)
                ? undefined
                : "its policy does not deny everyone s3:* on bucket and objects when aws:SecureTransport is false",
    },
];

/** State and evidence cannot be made again: a bucket says that it may be lost, or is kept like one that may not. */
export const durableBuckets: StackValidationPolicy = {
    name: "durable-buckets",
    description: "A bucket of state or evidence is versioned, encrypted, private, TLS only and protected.",
    enforcementLevel: "mandatory",
    tags: ["state"],
    validateStack: forStack(bucketTypes, (bucket, { resources }, report) => {
        if (bucket.props.tags?.["devmin:holds"] === "artifacts") return;
        const parts = partsOf(bucket, resources);
        const faultsOf = ({ part, wants, fault }: Rule) =>
            parts[part].length === 0
                ? [`it has no ${wants}`]
                : parts[part].map(({ props }) => orUnknown(() => fault(props, bucket)));
        const findings = [
            ...rules.flatMap(faultsOf),
            orUnknown(() => (bucket.props.forceDestroy ? "forceDestroy must not be true" : undefined)),
            ...[bucket, ...Object.values(parts).flat()]
                .filter(({ opts }) => !opts.protect)
                .map(({ type, name }) => `${type.split(":").pop()} ${name} is not protected`),
        ].filter((finding) => finding !== undefined);
        if (findings.length) {
            report(
                `${findings.join("; ")}. Set these right, or tag the bucket devmin:holds = artifacts if it may be lost.`,
            );
        }
    }),
};

/** One unknown is one finding among the others: a bucket has one verdict. */
const orUnknown = (finding: () => string | undefined) => closed(finding, (unknown) => unknown);
