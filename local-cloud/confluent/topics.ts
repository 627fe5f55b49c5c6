import type { BrokerSession, Topic, TopicConfig } from "../kafka/broker";
import type { EmulatorCall, Routes } from "./request";
import {
    assertCleanupPolicyAllowed,
    assertPartitionsAllowed,
    assertReplicationFactor,
    createBadRequestError,
    filterConfigChanges,
    replicationFactor,
} from "./topic-limits";

const topicsPath = "/kafka/v3/clusters/{cluster}/topics";

/** Kafka REST's topics: every answer comes from the broker, as the calling key. */
export const topics: Routes = {
    [`GET ${topicsPath}`]: (call) =>
        runAsCaller(call, async (session) => {
            const visible = (await session.listTopics()).filter(({ internal }) => !internal);
            return {
                status: 200,
                body: buildList(
                    call,
                    "KafkaTopicList",
                    visible.map((topic) => toTopicBody(call, topic)),
                ),
            };
        }),

    [`POST ${topicsPath}`]: (call) =>
        runAsCaller(call, async (session) => {
            const {
                topic_name: name,
                partitions_count: partitions = -1,
                replication_factor: replicas = -1,
            } = call.body;
            if (typeof name !== "string")
                throw createBadRequestError(`topic_name is ${JSON.stringify(name)}; it must be a string.`);
            const counts = { partitions_count: partitions, replication_factor: replicas };
            for (const [field, value] of Object.entries(counts)) {
                if (!Number.isInteger(value))
                    throw createBadRequestError(`${field} is ${JSON.stringify(value)}; it must be a whole number.`);
            }
            assertReplicationFactor(Number(replicas));
            const configs = filterConfigChanges(parseConfigChanges(call.body.configs ?? []));
            await assertPartitionsAllowed(getBroker(call), Math.max(0, Number(partitions)));
            await session.createTopic(name, Number(partitions), brokerDefault, configs);
            const body = await session.describeTopic(name).then((topic) => toTopicBody(call, topic));
            return { status: 201, body };
        }),

    [`GET ${topicsPath}/{topic}`]: (call) =>
        runAsCaller(call, async (session, name) => ({
            status: 200,
            body: toTopicBody(call, await session.describeTopic(name)),
        })),

    [`PATCH ${topicsPath}/{topic}`]: (call) =>
        runAsCaller(call, async (session, name) => {
            const count = call.body.partitions_count;
            if (!Number.isInteger(count)) {
                throw createBadRequestError(`partitions_count is ${JSON.stringify(count)}; it must be a whole number.`);
            }
            const { partitions } = await session.describeTopic(name);
            await assertPartitionsAllowed(getBroker(call), Number(count) - partitions);
            await session.createPartitions(name, Number(count));
            return { status: 200, body: toTopicBody(call, await session.describeTopic(name)) };
        }),

    [`DELETE ${topicsPath}/{topic}`]: (call) =>
        runAsCaller(call, async (session, name) => {
            await session.deleteTopic(name);
            return { status: 204 };
        }),

    [`GET ${topicsPath}/{topic}/configs`]: (call) =>
        runAsCaller(call, async (session, name) => {
            const configs = (await session.describeConfigs(name)).map((config) =>
                toTopicConfigBody(call, name, config),
            );
            return { status: 200, body: buildList(call, "KafkaTopicConfigList", configs) };
        }),

    [`POST ${topicsPath}/{topic}/configs:alter`]: (call) =>
        runAsCaller(call, async (session, name) => {
            const changes = filterConfigChanges(parseConfigChanges(call.body.data));
            await assertCleanupPolicyAllowed(session, name, changes);
            await session.alterConfigs(name, changes);
            return { status: 204 };
        }),
};

/** Runs `work` on the cluster's broker with the calling key, so that the broker's authorizer decides what the key may do. */
export function runAsCaller<T>(
    call: EmulatorCall,
    work: (session: BrokerSession, topic: string) => Promise<T>,
): Promise<T> {
    const { key, secret } = call.caller;
    return getBroker(call).runAs({ username: key, password: secret }, (session) =>
        work(session, call.params.topic ?? ""),
    );
}

const getBroker = ({ context, params }: EmulatorCall) => context.brokers.get(params.cluster ?? "");

/** Each local cluster is one broker, which can have each partition once. */
const brokerDefault = -1;

export const buildList = (call: EmulatorCall, kind: string, data: unknown[]) => ({
    kind,
    metadata: { self: `${call.context.baseUrl}/kafka/v3/clusters/${call.params.cluster}` },
    data,
});

/** Config changes by name; null restores the default. */
function parseConfigChanges(configs: unknown): Record<string, string | null> {
    if (!Array.isArray(configs)) throw createBadRequestError("The configs must be a list of {name, value}.");
    const changes = configs.map(({ name, value, operation = "SET" }) => {
        if (typeof name !== "string" || !["SET", "DELETE"].includes(operation)) {
            throw createBadRequestError(
                `${JSON.stringify({ name, operation })} is not a valid config change; it needs a name, and operation SET or DELETE.`,
            );
        }
        return [name, operation === "DELETE" || value === null ? null : String(value)] as const;
    });
    return Object.fromEntries(changes);
}

function toTopicBody(call: EmulatorCall, { name, partitions, internal }: Topic) {
    const { cluster } = call.params;
    const self = `${call.context.baseUrl}/kafka/v3/clusters/${cluster}/topics/${name}`;
    return {
        kind: "KafkaTopic",
        metadata: { self, resource_name: `crn:///kafka=${cluster}/topic=${name}` },
        cluster_id: cluster,
        topic_name: name,
        is_internal: internal,
        replication_factor: replicationFactor,
        partitions_count: partitions,
        partitions: { related: `${self}/partitions` },
        configs: { related: `${self}/configs` },
    };
}

function toTopicConfigBody(
    call: EmulatorCall,
    topic: string,
    { name, value, source, readOnly, sensitive }: TopicConfig,
) {
    const { cluster } = call.params;
    return {
        kind: "KafkaTopicConfig",
        metadata: {
            self: `${call.context.baseUrl}/kafka/v3/clusters/${cluster}/topics/${topic}/configs/${name}`,
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
