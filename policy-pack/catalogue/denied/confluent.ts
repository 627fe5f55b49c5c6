import { type Constraint, type CostlyResource, mustBeAbsent } from "../denied-resource";

const priceBook = { source: "confluent.io/pricing, transcribed by api-evangelist", date: "2026-09-05" };
const basicClusterAlternative = "a Basic cluster in one zone (its first eCKU is free)";

/** The type of a cluster is the one of five properties that is set. */
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
        { usd: 102, unit: "busy eCKU of a Basic cluster beyond the first" },
        { usd: 385, unit: "Standard cluster (minimum)" },
        { usd: 895, unit: "Enterprise cluster (minimum; Dedicated and Freight have no public price)" },
    ],
    usage: [
        { usd: 0.05, unit: "GB in or out" },
        { usd: 0.08, unit: "GB stored a month" },
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
    alternative: "Essentials (free for the first 100 schemas)",
    actions: [],
};

export const confluentTopic: CostlyResource = {
    label: "the storage of a Kafka topic",
    types: ["confluentcloud:index/kafkaTopic:KafkaTopic"],
    constraints: {
        partitionsCount: { atLeast: 1, atMost: 12, setting: "maxPartitions" },
        "config[retention.ms]": { atMost: 604_800_000, setting: "maxRetentionMs" },
        "config[retention.bytes]": { atLeast: -1, atMost: 10_737_418_240, optional: true },
    },
    monthly: [],
    usage: [{ usd: 0.08, unit: "GB stored a month" }],
    ...priceBook,
    alternative: "few partitions and a retention of hours",
    actions: [],
};

export const connector: CostlyResource = {
    label: "a connector task",
    types: ["confluentcloud:index/connector:Connector"],
    constraints: { "configNonsensitive[tasks.max]": { atLeast: 1, atMost: 1, setting: "maxConnectorTasks" } },
    monthly: [{ usd: 219, unit: "task of the most expensive connectors (22 USD for the cheapest)" }],
    source: "public price list of 2022",
    alternative: "one task (with status PAUSED while it is not needed)",
    actions: [],
};

export const flinkPool: CostlyResource = {
    label: "a Flink compute pool",
    types: ["confluentcloud:index/flinkComputePool:FlinkComputePool"],
    constraints: { maxCfu: { atLeast: 1, atMost: 5, setting: "maxCfu" } },
    monthly: [{ usd: 766, unit: "pool of 5 busy CFUs" }],
    usage: [{ usd: 0.21, unit: "CFU-hour" }],
    source: "docs.confluent.io, Flink billing",
    alternative: "maxCfu 5 (it cannot be lowered later)",
    actions: [],
};

export const flinkStatement: CostlyResource = {
    label: "a running Flink statement",
    types: ["confluentcloud:index/flinkStatement:FlinkStatement"],
    constraints: { stopped: { oneOf: [true] } },
    monthly: [{ usd: 153.3, unit: "busy CFU" }],
    source: "docs.confluent.io, Flink billing",
    alternative: "a consumer in a demo task",
    actions: [],
};

export const ksqlCluster: CostlyResource = {
    label: "a ksqlDB cluster",
    types: ["confluentcloud:index/ksqlCluster:KsqlCluster"],
    monthly: [{ usd: 168, unit: "CSU" }],
    source: "docs.confluent.io, ksqlDB",
    alternative: "a consumer in a demo task",
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
    label: "Confluent private networking",
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
    alternative: "the public endpoint with TLS and an API key",
    actions: [],
};
