import type { PriceRow } from "../pricing/priced";
import { kmsKey, secret } from "./denied/keys";

/** A resource that is allowed and has a price. */
export interface AllowedResource extends PriceRow {
    /** Every type token that creates one; none where it comes with another resource. */
    types: readonly string[];
    /** The limit per stack. @default no limit */
    maxPerStack?: number;
}

export const kmsKeys: AllowedResource = { ...kmsKey, maxPerStack: 2 };
export const managedSecrets: AllowedResource = { ...secret, maxPerStack: 10 };

export const publicAddress: AllowedResource = {
    label: "a public IPv4 address",
    types: ["aws:ec2/eip:Eip"],
    maxPerStack: 1,
    monthly: [{ usd: 3.65, unit: "address" }],
    source: "infracost eip",
};

export const budgetAction: AllowedResource = {
    label: "a budget action",
    types: ["aws:budgets/budgetAction:BudgetAction"],
    maxPerStack: 2,
    monthly: [{ usd: 3.1, unit: "action beyond the second" }],
    freeCount: 2,
    source: "AWS price list",
};

export const cloudTrails: AllowedResource = {
    label: "a trail",
    types: ["aws:cloudtrail/trail:Trail"],
    maxPerStack: 1,
    monthly: [],
    usage: [{ usd: 2, unit: "100,000 management events of a second trail" }],
    source: "from memory (unchecked)",
};

export const s3Bucket: AllowedResource = {
    label: "a bucket",
    types: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
    monthly: [],
    usage: [
        { usd: 0.023, unit: "GB stored a month", assumption: "bucketGb" },
        { usd: 0.005, unit: "1,000 requests that write or list", assumption: "bucketWrites", unitCount: 1_000 },
        { usd: 0.0004, unit: "1,000 requests that read", assumption: "bucketReads", unitCount: 1_000 },
    ],
    source: "infracost s3_bucket",
};

/** Its storage is calculated with its bucket. */
export const s3Object: AllowedResource = {
    label: "an object in a bucket",
    monthly: [],
    usage: [{ usd: 0.023, unit: "GB stored a month" }],
    source: "infracost s3_bucket",
    types: [
        "aws:s3/bucketObject:BucketObject",
        "aws:s3/bucketObjectv2:BucketObjectv2",
        "aws:s3/BucketObject:BucketObject",
        "aws:s3/objectCopy:ObjectCopy",
    ],
};

export const hostedZone: AllowedResource = {
    label: "a hosted zone",
    types: ["aws:route53/zone:Zone"],
    maxPerStack: 1,
    monthly: [{ usd: 0.5, unit: "zone" }],
    source: "from memory (unchecked)",
};

export const cloudMapNamespace: AllowedResource = {
    label: "a Cloud Map namespace",
    types: [
        "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
        "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace",
    ],
    maxPerStack: 1,
    monthly: [{ usd: 0.5, unit: "hosted zone" }],
    source: "from memory (unchecked)",
};

export const snapshot: AllowedResource = {
    label: "a snapshot or image",
    types: [
        "aws:ebs/snapshot:Snapshot",
        "aws:ebs/snapshotCopy:SnapshotCopy",
        "aws:ec2/ami:Ami",
        "aws:rds/snapshot:Snapshot",
        "aws:rds/snapshotCopy:SnapshotCopy",
        "aws:rds/clusterSnapshot:ClusterSnapshot",
        "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
    ],
    maxPerStack: 3,
    monthly: [{ usd: 1.5, unit: "30 GB" }],
    source: "infracost ebs_snapshot",
};

/** The first eCKU is free, and an idle cluster needs no more. */
export const basicKafkaCluster: AllowedResource = {
    label: "a Basic Kafka cluster",
    types: ["confluentcloud:index/kafkaCluster:KafkaCluster"],
    maxPerStack: 1,
    monthly: [],
    usage: [
        { usd: 0.14, unit: "hour of an eCKU beyond the first", assumption: "busyHours" },
        { usd: 0.05, unit: "GB in or out", assumption: "kafkaGb" },
        { usd: 0.08, unit: "GB stored a month", assumption: "kafkaGbKept" },
    ],
    source: "confluent.io/pricing",
    gatheredOn: "2026-09-05",
};
