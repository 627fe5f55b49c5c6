import type { KafkaTopicArgs, KafkaTopicState } from "@pulumi/confluentcloud";
import { untilReady } from "../wait";
import { type Confluent, confluent } from "./cloud";

interface Setting {
    name: string;
    value: string;
    source?: string;
}

/** A topic's id is `cluster/topic`. */
const located = (id: string) => id.split("/") as [string, string];

export const kafkaTopic = confluent<KafkaTopicArgs, KafkaTopicState>({
    fixed: ["kafkaCluster", "topicName"],
    changeable: ["partitionsCount", "config", "restEndpoint", "httpEndpoint", "credentials"],
    name: { property: "topicName", given: true },
    shrinks: ["partitionsCount"],
    defaults: { partitionsCount: 6 },
    computed: ["kafkaCluster", "config"],
    async create(cloud, { topicName: topic_name, partitionsCount: partitions_count, config }) {
        const configs = Object.entries(config ?? {}).map(([name, value]) => ({ name, value }));
        await cloud.kafka("POST", cloud.cluster, "/topics", { topic_name, partitions_count, configs });
        return { id: `${cloud.cluster}/${topic_name}` };
    },
    async update(cloud, id, { partitionsCount: partitions_count, config = {} }, old) {
        const [cluster, topic] = located(id);
        if (partitions_count !== old.partitionsCount) {
            await cloud.kafka("PATCH", cluster, `/topics/${topic}`, { partitions_count });
        }
        const data = [
            ...Object.entries(config)
                .filter(([name, value]) => old.config?.[name] !== value)
                .map(([name, value]) => ({ name, value })),
            ...Object.keys(old.config ?? {})
                .filter((name) => config[name] === undefined)
                .map((name) => ({ name, operation: "DELETE" })),
        ];
        if (data.length === 0) return;
        await cloud.kafka("POST", cluster, `/topics/${topic}/configs:alter`, { data });
        await untilReady(
            `the settings of topic ${topic}`,
            async () => {
                const seen = await settingsOf(cloud, id);
                const open = Object.keys(config).find((name) => seen[name] !== config[name]);
                if (!open) return { ready: true, value: undefined };
                return { ready: false, because: `${open} is ${seen[open]}, not ${config[open]}` };
            },
            { ...cloud.call, timeoutMs: 30_000 },
            { everyMs: 200 },
        );
    },
    async read(cloud, id) {
        const [cluster, topic] = located(id);
        const seen = await cloud.kafka<{ topic_name: string; partitions_count: number }>(
            "GET",
            cluster,
            `/topics/${topic}`,
        );
        if (!seen) return undefined;
        return {
            kafkaCluster: { id: cluster },
            topicName: seen.topic_name,
            partitionsCount: seen.partitions_count,
            config: await settingsOf(cloud, id),
        };
    },
    async delete(cloud, id) {
        const [cluster, topic] = located(id);
        await cloud.kafka("DELETE", cluster, `/topics/${topic}`);
        await untilReady(
            `the end of topic ${topic}`,
            async () =>
                (await cloud.kafka("GET", cluster, `/topics/${topic}`))
                    ? { ready: false, because: "it still answers" }
                    : { ready: true, value: undefined },
            cloud.call,
            { everyMs: 200 },
        );
    },
});

/** Only what was set on the topic itself; the broker's own values are not the program's. */
async function settingsOf(cloud: Confluent, id: string): Promise<Record<string, string>> {
    const [cluster, topic] = located(id);
    const seen = await cloud.kafka<{ data: Setting[] }>("GET", cluster, `/topics/${topic}/configs`);
    if (!seen) throw new Error(`topic ${topic} is there, but its settings are not.`);
    const own = seen.data.filter(
        ({ name, source }) => source === "DYNAMIC_TOPIC_CONFIG" && name !== "confluent.topic.type",
    );
    return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}
