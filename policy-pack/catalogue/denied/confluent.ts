import { type Constraint, type CostlyResource, mustBeAbsent } from "../denied-resource";

const priceBook = { source: "confluent.io/pricing, transcribed by api-evangelist", date: "2026-09-05" };
const basicClusterAlternative = "a Basic cluster in one zone, the first eCKU of which is free";

/** Which kind of cluster is said by which of five properties is there. */
const otherClusterTypes: Record<string, Constraint> = {
    standard: mustBeAbsent,
    enterprises: mustBeAbsent,
    freights: mustBeAbsent,
    dedicated: mustBeAbsent,
    network: mustBeAbsent,
};

export const kafkaCluster: CostlyResource = {
    label: "a Kafka cluster",
    types: ["confluentcloud:index/kafkaCluster:KafkaCluster"],
    constraints: {
        ...otherClusterTypes,
        availability: { oneOf: ["SINGLE_ZONE", "LOW"] },
        "basic.maxEcku": { atLeast: 1, atMost: 2, setting: "maxEcku" },
    },
    monthly: [
        { usd: 102, unit: "eCKU of a Basic cluster beyond the first that is kept busy" },
        { usd: 385, unit: "Standard cluster at least" },
        { usd: 895, unit: "Enterprise cluster at least; Dedicated and Freight have no public price" },
    ],
    usage: [
        { usd: 0.05, unit: "GB in or out" },
        { usd: 0.08, unit: "GB kept a month" },
    ],
    ...priceBook,
    alternative: basicClusterAlternative,
    actions: [],
};

export const streamGovernance: CostlyResource = {
    label: "Stream Governance Advanced",
    types: ["confluentcloud:index/environment:Environment"],
    constraints: { "streamGovernance?.package": { oneOf: ["ESSENTIALS"] } },
    monthly: [{ usd: 730, unit: "environment" }],
    source: "public price list of 2022 (unchecked)",
    alternative: "Essentials, which is free for the first 100 schemas",
    actions: [],
};

export const confluentTopic: CostlyResource = {
    label: "what a topic keeps",
    types: ["confluentcloud:index/kafkaTopic:KafkaTopic"],
    constraints: {
        partitionsCount: { atLeast: 1, atMost: 12, setting: "maxPartitions" },
        "config[retention.ms]": { atMost: 604_800_000, setting: "maxRetentionMs" },
        "config[retention.bytes]": { atLeast: -1, atMost: 10_737_418_240, optional: true },
    },
    monthly: [],
    usage: [{ usd: 0.08, unit: "GB kept a month" }],
    ...priceBook,
    alternative: "few partitions and a retention of hours",
    actions: [],
};

export const connector: CostlyResource = {
    label: "a connector's task",
    types: ["confluentcloud:index/connector:Connector"],
    constraints: { "configNonsensitive[tasks.max]": { atLeast: 1, atMost: 1, setting: "maxConnectorTasks" } },
    monthly: [{ usd: 219, unit: "task of the dearest connectors, 22 of the cheapest" }],
    source: "public price list of 2022",
    alternative: "one task, and status PAUSED when it rests",
    actions: [],
};

export const flinkPool: CostlyResource = {
    label: "a Flink compute pool",
    types: ["confluentcloud:index/flinkComputePool:FlinkComputePool"],
    constraints: { maxCfu: { atLeast: 1, atMost: 5, setting: "maxCfu" } },
    monthly: [{ usd: 766, unit: "pool of 5 CFU that is always busy" }],
    usage: [{ usd: 0.21, unit: "CFU-hour" }],
    source: "docs.confluent.io, Flink billing",
    alternative: "maxCfu 5, which cannot be lowered later",
    actions: [],
};

export const flinkStatement: CostlyResource = {
    label: "a Flink statement that runs on",
    types: ["confluentcloud:index/flinkStatement:FlinkStatement"],
    constraints: { stopped: { oneOf: [true] } },
    monthly: [{ usd: 153.3, unit: "CFU it keeps busy" }],
    source: "docs.confluent.io, Flink billing",
    alternative: "a consumer in a task of the demo",
    actions: [],
};

export const ksqlCluster: CostlyResource = {
    label: "a ksqlDB cluster",
    types: ["confluentcloud:index/ksqlCluster:KsqlCluster"],
    monthly: [{ usd: 168, unit: "CSU" }],
    source: "docs.confluent.io, ksqlDB",
    alternative: "a consumer in a task of the demo",
    actions: [],
};

export const clusterLinks: CostlyResource = {
    label: "a cluster link or mirror",
    types: [
        "confluentcloud:index/clusterLink:ClusterLink",
        "confluentcloud:index/kafkaMirrorTopic:KafkaMirrorTopic",
        "confluentcloud:index/schemaExporter:SchemaExporter",
        "confluentcloud:index/tableflowTopic:TableflowTopic",
        "confluentcloud:index/catalogIntegration:CatalogIntegration",
        "confluentcloud:index/rtceTopic:RtceTopic",
    ],
    monthly: [],
    source: "docs.confluent.io, billing dimensions",
    alternative: "one cluster",
    actions: [],
};

export const confluentNetworks: CostlyResource = {
    label: "private networking of Confluent",
    types: [
        "confluentcloud:index/network:Network",
        "confluentcloud:index/gateway:Gateway",
        "confluentcloud:index/peering:Peering",
        "confluentcloud:index/privateLinkAccess:PrivateLinkAccess",
        "confluentcloud:index/privateLinkAttachment:PrivateLinkAttachment",
        "confluentcloud:index/privateLinkAttachmentConnection:PrivateLinkAttachmentConnection",
        "confluentcloud:index/transitGatewayAttachment:TransitGatewayAttachment",
        "confluentcloud:index/accessPoint:AccessPoint",
        "confluentcloud:index/dnsForwarder:DnsForwarder",
        "confluentcloud:index/dnsRecord:DnsRecord",
        "confluentcloud:index/networkLinkEndpoint:NetworkLinkEndpoint",
        "confluentcloud:index/networkLinkService:NetworkLinkService",
    ],
    monthly: [],
    source: "docs.confluent.io, billing dimensions",
    alternative: "the public endpoint, with TLS and a key",
    actions: [],
};
