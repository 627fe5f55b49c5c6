import type { CostlyResource } from "../denied-resource";

const kafkaAlternative = "the Basic cluster of Confluent Cloud (free while idle)";

export const msk: CostlyResource = {
    label: "an MSK cluster",
    types: ["aws:msk/cluster:Cluster", "aws:msk/replicator:Replicator"],
    monthly: [{ usd: 66.58, unit: "two kafka.t3.small" }],
    usage: [{ usd: 0.1, unit: "GB stored a month" }],
    source: "infracost msk_cluster",
    alternative: kafkaAlternative,
    actions: ["kafka:CreateCluster", "kafka:CreateClusterV2", "kafka:CreateReplicator"],
};

export const mskServerless: CostlyResource = {
    label: "a serverless MSK cluster",
    types: ["aws:msk/serverlessCluster:ServerlessCluster"],
    monthly: [{ usd: 547.5, unit: "cluster (without partitions)" }],
    source: "AWS price list of 2022",
    alternative: kafkaAlternative,
    actions: ["kafka:CreateClusterV2"],
};

export const mskConnector: CostlyResource = {
    label: "an MSK connector",
    types: ["aws:mskconnect/connector:Connector"],
    monthly: [{ usd: 80.3, unit: "MCU" }],
    source: "from memory (unchecked)",
    alternative: "a demo task that copies the records",
    actions: ["kafkaconnect:CreateConnector"],
};

export const amazonMq: CostlyResource = {
    label: "an Amazon MQ broker",
    types: ["aws:mq/broker:Broker"],
    monthly: [
        { usd: 21.9, unit: "mq.t2.micro" },
        { usd: 420.5, unit: "mq.m5.large in two zones" },
        { usd: 1261, unit: "RabbitMQ cluster" },
    ],
    source: "infracost mq_broker",
    alternative: "SQS (billed per message)",
    actions: ["mq:CreateBroker"],
};

export const kinesisStream: CostlyResource = {
    label: "a Kinesis stream",
    types: ["aws:kinesis/stream:Stream", "aws:kinesis/streamConsumer:StreamConsumer"],
    monthly: [
        { usd: 29.2, unit: "idle on-demand stream" },
        { usd: 10.95, unit: "shard" },
    ],
    source: "infracost kinesis_stream",
    alternative: "a topic of the Basic cluster or SQS",
    actions: ["kinesis:CreateStream", "kinesis:RegisterStreamConsumer"],
};

export const kinesisAnalytics: CostlyResource = {
    label: "a Kinesis analytics application",
    types: ["aws:kinesis/analyticsApplication:AnalyticsApplication", "aws:kinesisanalyticsv2/application:Application"],
    monthly: [{ usd: 80.3, unit: "KPU" }],
    source: "infracost kinesisanalytics_application (unchecked)",
    alternative: "a demo task that reads the stream",
    actions: ["kinesisanalytics:CreateApplication"],
};
