import type { Config, Session, Topic } from "../kafka/broker";
import { type Call, Refusal, type Routes } from "./call";

const root = "/kafka/v3/clusters/{cluster}/topics";

/** Kafka REST's topics: every answer is the broker's, asked as the calling key. */
export const topics: Routes = {
    [`GET ${root}`]: (call) =>
        asCaller(call, async (session) => {
            const visible = (await session.topics()).filter(({ internal }) => !internal);
            return {
                status: 200,
                body: list(
                    call,
                    "KafkaTopicList",
                    visible.map((topic) => topicView(call, topic)),
                ),
            };
        }),

    [`POST ${root}`]: (call) =>
        asCaller(call, async (session) => {
            const {
                topic_name: name,
                partitions_count: partitions = -1,
                replication_factor: replicas = -1,
            } = call.body;
            if (typeof name !== "string") throw bad(`topic_name is ${JSON.stringify(name)}; it must be a string.`);
            const counts = { partitions_count: partitions, replication_factor: replicas };
            for (const [field, value] of Object.entries(counts)) {
                if (!Number.isInteger(value))
                    throw bad(`${field} is ${JSON.stringify(value)}; it must be a whole number.`);
            }
            await session.createTopic(name, Number(partitions), Number(replicas), changesIn(call.body.configs ?? []));
            const body = await session.topic(name).then((topic) => topicView(call, topic));
            return { status: 201, body };
        }),

    [`GET ${root}/{topic}`]: (call) =>
        asCaller(call, async (session, name) => ({
            status: 200,
            body: topicView(call, await session.topic(name)),
        })),

    [`PATCH ${root}/{topic}`]: (call) =>
        asCaller(call, async (session, name) => {
            const count = call.body.partitions_count;
            if (!Number.isInteger(count)) {
                throw bad(`partitions_count is ${JSON.stringify(count)}; it must be a whole number.`);
            }
            await session.growTopic(name, Number(count));
            return { status: 200, body: topicView(call, await session.topic(name)) };
        }),

    [`DELETE ${root}/{topic}`]: (call) =>
        asCaller(call, async (session, name) => {
            await session.deleteTopic(name);
            return { status: 204 };
        }),

    [`GET ${root}/{topic}/configs`]: (call) =>
        asCaller(call, async (session, name) => {
            const configs = (await session.configs(name)).map((config) => configView(call, name, config));
            return { status: 200, body: list(call, "KafkaTopicConfigList", configs) };
        }),

    [`POST ${root}/{topic}/configs:alter`]: (call) =>
        asCaller(call, async (session, name) => {
            await session.alterConfigs(name, changesIn(call.body.data));
            return { status: 204 };
        }),
};

/** Works on the cluster's broker as the key that called, so that the broker's authorizer decides what the key may do. */
export function asCaller<T>(call: Call, work: (session: Session, topic: string) => Promise<T>): Promise<T> {
    const { key, secret } = call.caller;
    return call.cloud.brokers
        .of(call.params.cluster ?? "")
        .as({ username: key, password: secret }, (session) => work(session, call.params.topic ?? ""));
}

export const bad = (message: string) => new Refusal(400, message, 40002);

export const list = (call: Call, kind: string, data: unknown[]) => ({
    kind,
    metadata: { self: `${call.cloud.http}/kafka/v3/clusters/${call.params.cluster}` },
    data,
});

/** name to value, null where the default is to come back. */
function changesIn(configs: unknown): Record<string, string | null> {
    if (!Array.isArray(configs)) throw bad("The configs must be a list of {name, value}.");
    const changes = configs.map(({ name, value, operation = "SET" }) => {
        if (typeof name !== "string" || !["SET", "DELETE"].includes(operation)) {
            throw bad(
                `${JSON.stringify({ name, operation })} is no change of a config; give a name, and SET or DELETE.`,
            );
        }
        return [name, operation === "DELETE" || value === null ? null : String(value)] as const;
    });
    return Object.fromEntries(changes);
}

function topicView(call: Call, { name, partitions, replicas, internal }: Topic) {
    const { cluster } = call.params;
    const self = `${call.cloud.http}/kafka/v3/clusters/${cluster}/topics/${name}`;
    return {
        kind: "KafkaTopic",
        metadata: { self, resource_name: `crn:///kafka=${cluster}/topic=${name}` },
        cluster_id: cluster,
        topic_name: name,
        is_internal: internal,
        replication_factor: replicas,
        partitions_count: partitions,
        partitions: { related: `${self}/partitions` },
        configs: { related: `${self}/configs` },
    };
}

function configView(call: Call, topic: string, { name, value, source, readOnly, sensitive }: Config) {
    const { cluster } = call.params;
    return {
        kind: "KafkaTopicConfig",
        metadata: {
            self: `${call.cloud.http}/kafka/v3/clusters/${cluster}/topics/${topic}/configs/${name}`,
            resource_name: `crn:///kafka=${cluster}/topic=${topic}/config=${name}`,
        },
        cluster_id: cluster,
        topic_name: topic,
        name,
        value,
        source,
        is_default: source !== "DYNAMIC_TOPIC_CONFIG",
        is_read_only: readOnly,
        is_sensitive: sensitive,
        synonyms: [],
    };
}
