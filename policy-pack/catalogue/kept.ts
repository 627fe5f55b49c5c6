import { kmsKey, secret } from "./keys";
import type { Priced } from "./priced";

/** What a dev environment may have, and pays for. */
export interface Kept extends Priced {
    /** Every type token that makes one; none where it comes with something else. */
    types: readonly string[];
    /** How many of them one stack may have. */
    most?: number;
}

export const keys: Kept = { ...kmsKey, most: 2 };
export const secrets: Kept = { ...secret, most: 10 };

export const publicAddress: Kept = {
    what: "a public IPv4 address",
    types: ["aws:ec2/eip:Eip"],
    most: 1,
    monthly: [{ usd: 3.65, each: "address" }],
    source: "infracost eip",
};

export const budgetAction: Kept = {
    what: "a budget action",
    types: ["aws:budgets/budgetAction:BudgetAction"],
    most: 2,
    monthly: [{ usd: 3.1, each: "action beyond the second" }],
    free: 2,
    source: "AWS price list",
};

export const trails: Kept = {
    what: "a trail",
    types: ["aws:cloudtrail/trail:Trail"],
    most: 1,
    monthly: [],
    usage: [{ usd: 2, each: "100,000 management events of a second trail" }],
    source: "from memory (unchecked)",
};

export const bucket: Kept = {
    what: "a bucket",
    types: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
    monthly: [],
    usage: [
        { usd: 0.023, each: "GB kept a month", assumed: "bucketGb" },
        { usd: 0.005, each: "1,000 requests that write or list", assumed: "bucketWrites", per: 1_000 },
        { usd: 0.0004, each: "1,000 requests that read", assumed: "bucketReads", per: 1_000 },
    ],
    source: "infracost s3_bucket",
};

/** What it takes up is counted with its bucket. */
export const object: Kept = {
    what: "an object in a bucket",
    monthly: [],
    usage: [{ usd: 0.023, each: "GB kept a month" }],
    source: "infracost s3_bucket",
    types: [
        "aws:s3/bucketObject:BucketObject",
        "aws:s3/bucketObjectv2:BucketObjectv2",
        "aws:s3/BucketObject:BucketObject",
        "aws:s3/objectCopy:ObjectCopy",
    ],
};

export const hostedZone: Kept = {
    what: "a hosted zone",
    types: ["aws:route53/zone:Zone"],
    most: 1,
    monthly: [{ usd: 0.5, each: "zone" }],
    source: "from memory (unchecked)",
};

export const namespace: Kept = {
    what: "a namespace of Cloud Map",
    types: [
        "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
        "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace",
    ],
    most: 1,
    monthly: [{ usd: 0.5, each: "hosted zone it makes" }],
    source: "from memory (unchecked)",
};

export const snapshot: Kept = {
    what: "a snapshot or image",
    types: [
        "aws:ebs/snapshot:Snapshot",
        "aws:ebs/snapshotCopy:SnapshotCopy",
        "aws:ec2/ami:Ami",
        "aws:rds/snapshot:Snapshot",
        "aws:rds/snapshotCopy:SnapshotCopy",
        "aws:rds/clusterSnapshot:ClusterSnapshot",
        "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
    ],
    most: 3,
    monthly: [{ usd: 1.5, each: "30 GB" }],
    source: "infracost ebs_snapshot",
};

/** The first eCKU is free, and at rest there is nothing else. */
export const basicCluster: Kept = {
    what: "a Basic Kafka cluster",
    types: ["confluentcloud:index/kafkaCluster:KafkaCluster"],
    most: 1,
    monthly: [],
    usage: [
        { usd: 0.14, each: "hour of an eCKU beyond the first", assumed: "busyHours" },
        { usd: 0.05, each: "GB in or out", assumed: "kafkaGb" },
        { usd: 0.08, each: "GB kept a month", assumed: "kafkaGbKept" },
    ],
    source: "confluent.io/pricing",
    date: "2026-09-05",
};
