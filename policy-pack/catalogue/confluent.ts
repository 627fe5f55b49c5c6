import { absent, type Footgun, type Limit } from "./footgun";

const priceBook = { source: "confluent.io/pricing, transcribed by api-evangelist", date: "2026-09-05" };
const basic = "a Basic cluster in one zone, the first eCKU of which is free";

/** Which kind of cluster is said by which of five properties is there. */
const otherKinds: Record<string, Limit> = {
    standard: absent,
    enterprises: absent,
    freights: absent,
    dedicated: absent,
    network: absent,
};

export const kafkaCluster: Footgun = {
    what: "a Kafka cluster",
    types: ["confluentcloud:index/kafkaCluster:KafkaCluster"],
    decides: {
        ...otherKinds,
        availability: { oneOf: ["SINGLE_ZONE", "LOW"] },
        "basic.maxEcku": { atLeast: 1, atMost: 2, setting: "maxEcku" },
    },
    monthly: [
        { usd: 102, each: "eCKU of a Basic cluster beyond the first that is kept busy" },
        { usd: 385, each: "Standard cluster at least" },
        { usd: 895, each: "Enterprise cluster at least; Dedicated and Freight have no public price" },
    ],
    usage: [
        { usd: 0.05, each: "GB in or out" },
        { usd: 0.08, each: "GB kept a month" },
    ],
    ...priceBook,
    instead: basic,
    actions: [],
};

export const streamGovernance: Footgun = {
    what: "Stream Governance Advanced",
    types: ["confluentcloud:index/environment:Environment"],
    decides: { "streamGovernance?.package": { oneOf: ["ESSENTIALS"] } },
    monthly: [{ usd: 730, each: "environment" }],
    source: "public price list of 2022 (unchecked)",
    instead: "Essentials, which is free for the first 100 schemas",
    actions: [],
};

export const topic: Footgun = {
    what: "what a topic keeps",
    types: ["confluentcloud:index/kafkaTopic:KafkaTopic"],
    decides: {
        partitionsCount: { atLeast: 1, atMost: 12, setting: "maxPartitions" },
        "config[retention.ms]": { atMost: 604_800_000, setting: "maxRetentionMs" },
        "config[retention.bytes]": { atLeast: -1, atMost: 10_737_418_240, orMissing: true },
    },
    monthly: [],
    usage: [{ usd: 0.08, each: "GB kept a month" }],
    ...priceBook,
    instead: "few partitions and a retention of hours",
    actions: [],
};

export const connector: Footgun = {
    what: "a connector's task",
    types: ["confluentcloud:index/connector:Connector"],
    decides: { "configNonsensitive[tasks.max]": { atLeast: 1, atMost: 1, setting: "maxConnectorTasks" } },
    monthly: [{ usd: 219, each: "task of the dearest connectors, 22 of the cheapest" }],
    source: "public price list of 2022",
    instead: "one task, and status PAUSED when it rests",
    actions: [],
};

export const flinkPool: Footgun = {
    what: "a Flink compute pool",
    types: ["confluentcloud:index/flinkComputePool:FlinkComputePool"],
    decides: { maxCfu: { atLeast: 1, atMost: 5, setting: "maxCfu" } },
    monthly: [{ usd: 766, each: "pool of 5 CFU that is always busy" }],
    usage: [{ usd: 0.21, each: "CFU-hour" }],
    source: "docs.confluent.io, Flink billing",
    instead: "maxCfu 5, which cannot be lowered later",
    actions: [],
};

export const flinkStatement: Footgun = {
    what: "a Flink statement that runs on",
    types: ["confluentcloud:index/flinkStatement:FlinkStatement"],
    decides: { stopped: { oneOf: [true] } },
    monthly: [{ usd: 153.3, each: "CFU it keeps busy" }],
    source: "docs.confluent.io, Flink billing",
    instead: "a consumer in a task of the demo",
    actions: [],
};

export const ksqlCluster: Footgun = {
    what: "a ksqlDB cluster",
    types: ["confluentcloud:index/ksqlCluster:KsqlCluster"],
    monthly: [{ usd: 168, each: "CSU" }],
    source: "docs.confluent.io, ksqlDB",
    instead: "a consumer in a task of the demo",
    actions: [],
};

export const links: Footgun = {
    what: "a cluster link or mirror",
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
    instead: "one cluster",
    actions: [],
};

export const networks: Footgun = {
    what: "private networking of Confluent",
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
    instead: "the public endpoint, with TLS and a key",
    actions: [],
};
