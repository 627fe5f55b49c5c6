import type { KafkaTopicArgs, KafkaTopicState } from "@pulumi/confluentcloud";
import { waitUntil } from "../../../util/wait-until";
import { type ConfluentCloud, defineConfluentType } from "./cloud";
import { waitFor, waitUntilReady } from "./waits";

interface TopicConfigEntry {
    name: string;
    value: string;
    source?: string;
}

/** The settings that the official provider changes. Source: internal/provider/resource_kafka_topic.go, editableTopicSettings. */
const editableSettings = [
    "cleanup.policy",
    "delete.retention.ms",
    "max.message.bytes",
    "max.compaction.lag.ms",
    "message.timestamp.difference.max.ms",
    "message.timestamp.before.max.ms",
    "message.timestamp.after.max.ms",
    "message.timestamp.type",
    "min.compaction.lag.ms",
    "min.insync.replicas",
    "retention.bytes",
    "retention.ms",
    "segment.bytes",
    "segment.ms",
    "confluent.key.schema.validation",
    "confluent.value.schema.validation",
    "confluent.key.subject.name.strategy",
    "confluent.value.subject.name.strategy",
    "confluent.schema.validation.context.name",
];

/** A topic's id is `cluster/topic`. */
const parseTopicId = (id: string) => id.split("/") as [string, string];

export const kafkaTopic = defineConfluentType<KafkaTopicArgs, KafkaTopicState>({
    replaceOnChanges: ["kafkaCluster", "topicName"],
    updatable: ["partitionsCount", "config", "restEndpoint", "httpEndpoint", "credentials"],
    autoname: { property: "topicName", explicit: true },
    replaceOnDecrease: ["partitionsCount"],
    defaults: { partitionsCount: 6 },
    computed: ["kafkaCluster", "config"],
    async create(cloud, { topicName: topic_name, partitionsCount: partitions_count, config }) {
        const configs = Object.entries(config ?? {}).map(([name, value]) => ({ name, value }));
        await cloud.callKafkaRest("POST", cloud.cluster, "/topics", { topic_name, partitions_count, configs });
        await waitFor("topicChange", cloud.context);
        return { id: `${cloud.cluster}/${topic_name}` };
    },
    async update(cloud, id, { partitionsCount: partitions_count, config = {} }, old) {
        const [cluster, topic] = parseTopicId(id);
        if (partitions_count !== old.partitionsCount) {
            await cloud.callKafkaRest("PATCH", cluster, `/topics/${topic}`, { partitions_count });
            await waitFor("topicChange", cloud.context);
        }
        const data = [
            ...Object.entries(config)
                .filter(([name, value]) => old.config?.[name] !== value)
                .map(([name, value]) => ({ name, value })),
            ...Object.keys(old.config ?? {})
                .filter((name) => config[name] === undefined)
                .map((name) => ({ name, operation: "DELETE" })),
        ];
        const readOnly = data.find(({ name }) => !editableSettings.includes(name));
        if (readOnly)
            throw new Error(`${readOnly.name} is read-only in Confluent Cloud; leave it out of the topic's config.`);
        if (data.length === 0) return;
        await cloud.callKafkaRest("POST", cluster, `/topics/${topic}/configs:alter`, { data });
        await waitFor("topicChange", cloud.context);
        await waitUntil(
            `the configuration of topic ${topic}`,
            async () => {
                const seen = await readTopicConfig(cloud, id);
                const open = Object.keys(config).find((name) => seen[name] !== config[name]);
                if (!open) return { ready: true, value: undefined };
                return { ready: false, because: `${open} is ${seen[open]}, not ${config[open]}` };
            },
            { ...cloud.context, withinMs: 30_000, everyMs: 200 },
        );
    },
    async read(cloud, id) {
        const [cluster, topic] = parseTopicId(id);
        const seen = await cloud.callKafkaRest<{ topic_name: string; partitions_count: number }>(
            "GET",
            cluster,
            `/topics/${topic}`,
        );
        if (!seen) return undefined;
        return {
            kafkaCluster: { id: cluster },
            topicName: seen.topic_name,
            partitionsCount: seen.partitions_count,
            config: await readTopicConfig(cloud, id),
        };
    },
    async delete(cloud, id) {
        const [cluster, topic] = parseTopicId(id);
        await cloud.callKafkaRest("DELETE", cluster, `/topics/${topic}`);
        await waitUntilReady(
            "topicDelete",
            `deletion of topic ${topic}`,
            async () =>
                (await cloud.callKafkaRest("GET", cluster, `/topics/${topic}`))
                    ? { ready: false, because: "it still answers" }
                    : { ready: true, value: undefined },
            cloud.context,
        );
    },
});

/** Only what was set on the topic itself, without the broker's defaults. */
async function readTopicConfig(cloud: ConfluentCloud, id: string): Promise<Record<string, string>> {
    const [cluster, topic] = parseTopicId(id);
    const seen = await cloud.callKafkaRest<{ data: TopicConfigEntry[] }>("GET", cluster, `/topics/${topic}/configs`);
    if (!seen) throw new Error(`topic ${topic} exists, but its configuration cannot be read.`);
    const own = seen.data.filter(
        ({ name, source }) => source === "DYNAMIC_TOPIC_CONFIG" && name !== "confluent.topic.type",
    );
    return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}
