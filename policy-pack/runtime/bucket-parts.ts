import type { PolicyResource } from "@pulumi/policy";
import { catchUnknown } from "./catch-unknown";

export const bucketTypes = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** Resource types that configure a bucket, with their older tokens. */
export const bucketPartTypes = {
    versioning: ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
    encryption: [
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    ],
    publicAccessBlock: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    policy: ["aws:s3/bucketPolicy:BucketPolicy"],
    ownership: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
    lifecycle: [
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    ],
    objectLock: [
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
    ],
} as const;

export type BucketParts = Record<keyof typeof bucketPartTypes, PolicyResource[]>;

/** The parts of one bucket: by bucket name where both are known, otherwise by the single bucket that the part depends on. */
export function findBucketParts(bucket: PolicyResource, resources: readonly PolicyResource[]): BucketParts {
    const isPartOfBucket = (part: PolicyResource) => {
        const [partBucketName, name] = [readBucketName(part), readBucketName(bucket)];
        if (partBucketName !== undefined && name !== undefined) return partBucketName === name;
        const candidates = (part.propertyDependencies.bucket ?? []).filter(({ type }) => bucketTypes.includes(type));
        return candidates.length === 1 && candidates[0]?.urn === bucket.urn;
    };
    const filterByType = (types: readonly string[]) =>
        resources.filter((part) => types.includes(part.type) && isPartOfBucket(part));
    return Object.fromEntries(
        Object.entries(bucketPartTypes).map(([kind, types]) => [kind, filterByType(types)]),
    ) as BucketParts;
}

/** Undefined for an unknown name: the part is then found by its dependency, or counts as missing. */
const readBucketName = ({ props }: PolicyResource): unknown =>
    catchUnknown(
        () => props.bucket ?? undefined,
        () => undefined,
    );
