import {
    type Acl,
    aclLine,
    adminName,
    type Broker,
    BrokerRefusal,
    type Brokers,
    type Session,
} from "../../../sandbox/kafka/broker";

interface Kept {
    topics: Map<string, { partitions: number; configs: Map<string, string> }>;
    acls: Map<string, Acl>;
}

export type MemoryBroker = Broker & { kept: Kept };

/** Brokers without a process, by cluster. */
export function memoryBrokers(
    ownerOf: (cluster: string, key: string, secret: string) => string | undefined,
): Brokers & { all: Map<string, MemoryBroker> } {
    const all = new Map<string, MemoryBroker>();
    return {
        all,
        start: async (cluster) =>
            void all.set(
                cluster,
                memoryBroker((key, secret) => ownerOf(cluster, key, secret)),
            ),
        ready: async () => {},
        of: (cluster) => all.get(cluster) as MemoryBroker,
        remove: async (cluster) => void all.delete(cluster),
    };
}

/**
 * A broker without a process: enough of Kafka's authorizer and refusals to test what stands on it. As the real one, it
 * asks whose a key is.
 */
function memoryBroker(ownerOf: (key: string, secret: string) => string | undefined): MemoryBroker {
    const kept: Kept = { topics: new Map(), acls: new Map() };
    const as: Broker["as"] = async ({ username, password }, work) => {
        const owner = ownerOf(username, password);
        if (!owner) throw new BrokerRefusal("SASL_AUTHENTICATION_FAILED", `Authentication failed: ${username}.`);
        return work(session(kept, owner));
    };
    return { kept, as, asAdmin: (work) => work(session(kept, adminName)) };
}

/** The configs that a topic may have, and their defaults. */
const defaults: Record<string, string> = { "cleanup.policy": "delete", "retention.ms": "604800000" };

const operations = ["ALL", "READ", "WRITE", "CREATE", "DELETE", "ALTER", "DESCRIBE"];

function session({ topics, acls }: Kept, user: string): Session {
    const may = (operation: string, resourceType: string, name: string) => {
        const about = [...acls.values()].filter(
            (acl) =>
                [`User:${user}`, "User:*"].includes(acl.principal) &&
                acl.resourceType === resourceType &&
                (acl.patternType === "PREFIXED"
                    ? name.startsWith(acl.resourceName)
                    : [name, "*"].includes(acl.resourceName)),
        );
        const says = (permission: string, operations: string[]) =>
            about.some((acl) => acl.permission === permission && operations.includes(acl.operation));
        const implied = operation === "DESCRIBE" ? ["READ", "WRITE", "DELETE", "ALTER"] : [];
        return (
            user === adminName || (!says("DENY", ["ALL", operation]) && says("ALLOW", ["ALL", operation, ...implied]))
        );
    };
    const need = (operation: string, resourceType: string, name: string) => {
        if (may(operation, resourceType, name)) return;
        throw new BrokerRefusal(`${resourceType}_AUTHORIZATION_FAILED`, `${resourceType} authorization failed.`);
    };
    const onCluster = (operation: string) => need(operation, "CLUSTER", "kafka-cluster");
    const found = (name: string, operation: string) => {
        need(operation, "TOPIC", name);
        const topic = topics.get(name);
        if (!topic)
            throw new BrokerRefusal("UNKNOWN_TOPIC_OR_PARTITION", "This server does not host this topic-partition.");
        return topic;
    };
    const view = (name: string, { partitions }: { partitions: number }) => ({
        name,
        partitions,
        replicas: 1,
        internal: false,
    });
    const knownConfigs = (configs: Record<string, string | null>) => {
        const unknown = Object.keys(configs).find((name) => !(name in defaults));
        if (unknown) throw new BrokerRefusal("INVALID_CONFIG", `Unknown topic config name: ${unknown}`);
    };

    return {
        topics: async () =>
            [...topics].filter(([name]) => may("DESCRIBE", "TOPIC", name)).map(([name, topic]) => view(name, topic)),
        topic: async (name) => view(name, found(name, "DESCRIBE")),
        async createTopic(name, partitions, _, configs) {
            if (!may("CREATE", "CLUSTER", "kafka-cluster")) need("CREATE", "TOPIC", name);
            if (!/^[\w.-]{1,249}$/.test(name))
                throw new BrokerRefusal("INVALID_TOPIC_EXCEPTION", `Topic name is invalid: ${name}`);
            if (topics.has(name)) throw new BrokerRefusal("TOPIC_ALREADY_EXISTS", `Topic '${name}' already exists.`);
            knownConfigs(configs);
            const set = Object.entries(configs).filter((entry): entry is [string, string] => entry[1] !== null);
            topics.set(name, { partitions: partitions === -1 ? 6 : partitions, configs: new Map(set) });
        },
        async growTopic(name, partitions) {
            const topic = found(name, "ALTER");
            if (partitions <= topic.partitions) {
                throw new BrokerRefusal("INVALID_PARTITIONS", `Topic currently has ${topic.partitions} partitions.`);
            }
            topic.partitions = partitions;
        },
        async deleteTopic(name) {
            found(name, "DELETE");
            topics.delete(name);
        },
        async configs(name) {
            const { configs } = found(name, "DESCRIBE_CONFIGS");
            return Object.entries(defaults).map(([key, value]) => ({
                name: key,
                value: configs.get(key) ?? value,
                source: configs.has(key) ? "DYNAMIC_TOPIC_CONFIG" : "DEFAULT_CONFIG",
                readOnly: false,
                sensitive: false,
            }));
        },
        async alterConfigs(name, changes) {
            const { configs } = found(name, "ALTER_CONFIGS");
            knownConfigs(changes);
            for (const [key, value] of Object.entries(changes)) {
                if (value === null) configs.delete(key);
                else configs.set(key, value);
            }
        },
        async acls(filter = {}) {
            onCluster("DESCRIBE");
            const wanted = Object.entries(filter).filter(([, value]) => value !== "ANY");
            return [...acls.values()].filter((acl) => wanted.every(([key, value]) => acl[key as keyof Acl] === value));
        },
        async createAcls(created) {
            onCluster("ALTER");
            const odd = created.find(({ operation }) => !operations.includes(operation));
            if (odd) {
                throw new BrokerRefusal(
                    "INVALID_REQUEST",
                    `operation is ${odd.operation}; use one of ${operations.join(", ")}.`,
                );
            }
            for (const acl of created) acls.set(aclLine(acl), acl);
        },
        async deleteAcls(deleted) {
            onCluster("ALTER");
            for (const acl of deleted) acls.delete(aclLine(acl));
        },
        groups: async () => [],
    };
}
