import type { Footgun } from "./footgun";

const kafka = "the Basic cluster of Confluent Cloud, which is free at rest";

export const msk: Footgun = {
    what: "an MSK cluster",
    types: ["aws:msk/cluster:Cluster", "aws:msk/replicator:Replicator"],
    monthly: [{ usd: 66.58, each: "two kafka.t3.small" }],
    usage: [{ usd: 0.1, each: "GB kept a month" }],
    source: "infracost msk_cluster",
    instead: kafka,
    actions: ["kafka:CreateCluster", "kafka:CreateClusterV2", "kafka:CreateReplicator"],
};

export const mskServerless: Footgun = {
    what: "a serverless MSK cluster",
    types: ["aws:msk/serverlessCluster:ServerlessCluster"],
    monthly: [{ usd: 547.5, each: "cluster, before partitions" }],
    source: "AWS price list of 2022",
    instead: kafka,
    actions: ["kafka:CreateClusterV2"],
};

export const mskConnector: Footgun = {
    what: "an MSK connector",
    types: ["aws:mskconnect/connector:Connector"],
    monthly: [{ usd: 80.3, each: "MCU" }],
    source: "from memory (unchecked)",
    instead: "a task of the demo that copies",
    actions: ["kafkaconnect:CreateConnector"],
};

export const amazonMq: Footgun = {
    what: "an Amazon MQ broker",
    types: ["aws:mq/broker:Broker"],
    monthly: [
        { usd: 21.9, each: "mq.t2.micro" },
        { usd: 420.5, each: "mq.m5.large in two zones" },
        { usd: 1261, each: "RabbitMQ cluster" },
    ],
    source: "infracost mq_broker",
    instead: "SQS, by the message",
    actions: ["mq:CreateBroker"],
};

export const kinesisStream: Footgun = {
    what: "a Kinesis stream",
    types: ["aws:kinesis/stream:Stream", "aws:kinesis/streamConsumer:StreamConsumer"],
    monthly: [
        { usd: 29.2, each: "stream on demand, idle" },
        { usd: 10.95, each: "shard" },
    ],
    source: "infracost kinesis_stream",
    instead: "a topic of the Basic cluster, or SQS",
    actions: ["kinesis:CreateStream", "kinesis:RegisterStreamConsumer"],
};

export const kinesisAnalytics: Footgun = {
    what: "a Kinesis analytics application",
    types: ["aws:kinesis/analyticsApplication:AnalyticsApplication", "aws:kinesisanalyticsv2/application:Application"],
    monthly: [{ usd: 80.3, each: "KPU" }],
    source: "infracost kinesisanalytics_application (unchecked)",
    instead: "a task of the demo that reads the stream",
    actions: ["kinesisanalytics:CreateApplication"],
};
