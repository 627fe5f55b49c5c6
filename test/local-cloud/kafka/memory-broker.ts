import {
    type Acl,
    adminName,
    type Broker,
    BrokerError,
    type BrokerSession,
    type Brokers,
    formatAcl,
} from "../../../local-cloud/kafka/broker";

interface BrokerState {
    topics: Map<string, { partitions: number; configs: Map<string, string> }>;
    acls: Map<string, Acl>;
}

export type MemoryBroker = Broker & { state: BrokerState };

/** Brokers without a process, by cluster. */
export function createMemoryBrokers(
    findOwner: (cluster: string, key: string, secret: string) => string | undefined,
): Brokers & { all: Map<string, MemoryBroker> } {
    const all = new Map<string, MemoryBroker>();
    return {
        all,
        start: async (cluster) =>
            void all.set(
                cluster,
                createMemoryBroker((key, secret) => findOwner(cluster, key, secret)),
            ),
        waitUntilReady: async () => {},
        get: (cluster) => all.get(cluster) as MemoryBroker,
        remove: async (cluster) => void all.delete(cluster),
    };
}

/**
 * A broker without a process: enough of Kafka's authorizer and refusals to test what stands on it. As the real one, it
 * asks whose a key is.
 */
function createMemoryBroker(findOwner: (key: string, secret: string) => string | undefined): MemoryBroker {
    const state: BrokerState = { topics: new Map(), acls: new Map() };
    const runAs: Broker["runAs"] = async ({ username, password }, work) => {
        const owner = findOwner(username, password);
        if (!owner) throw new BrokerError("SASL_AUTHENTICATION_FAILED", `Authentication failed: ${username}.`);
        return work(createSession(state, owner));
    };
    return { state, runAs, runAsAdmin: (work) => work(createSession(state, adminName)) };
}

/** The configs that a topic may have, and their defaults. */
const topicConfigDefaults: Record<string, string> = {
    "cleanup.policy": "delete",
    "compression.type": "producer",
    "delete.retention.ms": "86400000",
    "retention.ms": "604800000",
};

const operations = ["ALL", "READ", "WRITE", "CREATE", "DELETE", "ALTER", "DESCRIBE"];

function createSession({ topics, acls }: BrokerState, user: string): BrokerSession {
    const isAllowed = (operation: string, resourceType: string, name: string) => {
        const about = [...acls.values()].filter(
            (acl) =>
                [`User:${user}`, "User:*"].includes(acl.principal) &&
                acl.resourceType === resourceType &&
                (acl.patternType === "PREFIXED"
                    ? name.startsWith(acl.resourceName)
                    : [name, "*"].includes(acl.resourceName)),
        );
        const hasAcl = (permission: string, operations: string[]) =>
            about.some((acl) => acl.permission === permission && operations.includes(acl.operation));
        const implied = operation === "DESCRIBE" ? ["READ", "WRITE", "DELETE", "ALTER"] : [];
        return (
            user === adminName ||
            (!hasAcl("DENY", ["ALL", operation]) && hasAcl("ALLOW", ["ALL", operation, ...implied]))
        );
    };
    const assertAllowed = (operation: string, resourceType: string, name: string) => {
        if (isAllowed(operation, resourceType, name)) return;
        throw new BrokerError(`${resourceType}_AUTHORIZATION_FAILED`, `${resourceType} authorization failed.`);
    };
    const assertAllowedOnCluster = (operation: string) => assertAllowed(operation, "CLUSTER", "kafka-cluster");
    const getTopic = (name: string, operation: string) => {
        assertAllowed(operation, "TOPIC", name);
        const topic = topics.get(name);
        if (!topic)
            throw new BrokerError("UNKNOWN_TOPIC_OR_PARTITION", "This server does not host this topic-partition.");
        return topic;
    };
    const toTopic = (name: string, { partitions }: { partitions: number }) => ({
        name,
        partitions,
        replicas: 1,
        internal: false,
    });
    const assertKnownConfigs = (configs: Record<string, string | null>) => {
        const unknown = Object.keys(configs).find((name) => !(name in topicConfigDefaults));
        if (unknown) throw new BrokerError("INVALID_CONFIG", `Unknown topic config name: ${unknown}`);
    };

    return {
        listTopics: async () =>
            [...topics]
                .filter(([name]) => isAllowed("DESCRIBE", "TOPIC", name))
                .map(([name, topic]) => toTopic(name, topic)),
        describeTopic: async (name) => toTopic(name, getTopic(name, "DESCRIBE")),
        async createTopic(name, partitions, _, configs) {
            if (!isAllowed("CREATE", "CLUSTER", "kafka-cluster")) assertAllowed("CREATE", "TOPIC", name);
            if (!/^[\w.-]{1,249}$/.test(name))
                throw new BrokerError("INVALID_TOPIC_EXCEPTION", `Topic name is invalid: ${name}`);
            if (topics.has(name)) throw new BrokerError("TOPIC_ALREADY_EXISTS", `Topic '${name}' already exists.`);
            assertKnownConfigs(configs);
            const set = Object.entries(configs).filter((entry): entry is [string, string] => entry[1] !== null);
            topics.set(name, { partitions: partitions === -1 ? 6 : partitions, configs: new Map(set) });
        },
        async createPartitions(name, partitions) {
            const topic = getTopic(name, "ALTER");
            if (partitions <= topic.partitions) {
                throw new BrokerError("INVALID_PARTITIONS", `Topic currently has ${topic.partitions} partitions.`);
            }
            topic.partitions = partitions;
        },
        async deleteTopic(name) {
            getTopic(name, "DELETE");
            topics.delete(name);
        },
        async describeConfigs(name) {
            const { configs } = getTopic(name, "DESCRIBE_CONFIGS");
            return Object.entries(topicConfigDefaults).map(([key, value]) => ({
                name: key,
                value: configs.get(key) ?? value,
                source: configs.has(key) ? "DYNAMIC_TOPIC_CONFIG" : "DEFAULT_CONFIG",
                readOnly: false,
                sensitive: false,
            }));
        },
        async alterConfigs(name, changes) {
            const { configs } = getTopic(name, "ALTER_CONFIGS");
            assertKnownConfigs(changes);
            for (const [key, value] of Object.entries(changes)) {
                if (value === null) configs.delete(key);
                else configs.set(key, value);
            }
        },
        async describeAcls(filter = {}) {
            assertAllowedOnCluster("DESCRIBE");
            const wanted = Object.entries(filter).filter(([, value]) => value !== "ANY");
            return [...acls.values()].filter((acl) => wanted.every(([key, value]) => acl[key as keyof Acl] === value));
        },
        async createAcls(created) {
            assertAllowedOnCluster("ALTER");
            const odd = created.find(({ operation }) => !operations.includes(operation));
            if (odd) {
                throw new BrokerError(
                    "INVALID_REQUEST",
                    `operation is ${odd.operation}; use one of ${operations.join(", ")}.`,
                );
            }
            for (const acl of created) acls.set(formatAcl(acl), acl);
        },
        async deleteAcls(deleted) {
            assertAllowedOnCluster("ALTER");
            for (const acl of deleted) acls.delete(formatAcl(acl));
        },
        listGroups: async () => [],
    };
}
