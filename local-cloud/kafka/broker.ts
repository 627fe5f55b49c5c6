/**
 * The Kafka brokers, in Kafka's own terms. The emulator uses only this interface, so that its unit tests need no broker;
 * broker-processes.ts and broker-client.ts implement it.
 */
export interface Brokers {
    /** Starts a cluster's broker with its earlier data. */
    start(cluster: string, ports: BrokerPorts): Promise<void>;
    /** Resolves when a started broker answers, or has been removed. */
    waitUntilReady(cluster: string): Promise<void>;
    get(cluster: string): Broker;
    /** Stops a cluster's broker and deletes its data. */
    remove(cluster: string): Promise<void>;
}

/** A broker's loopback ports: for clients, and for its own controller. */
export interface BrokerPorts {
    clients: number;
    controller: number;
}

export interface Broker {
    /** Runs `work` on a connection with these credentials; the broker's authorizer decides what they may do. */
    runAs<T>(login: SaslCredentials, work: (session: BrokerSession) => Promise<T>): Promise<T>;
    /** Runs `work` as the local cloud's super user. */
    runAsAdmin<T>(work: (session: BrokerSession) => Promise<T>): Promise<T>;
}

export interface SaslCredentials {
    username: string;
    password: string;
}

/** A change is visible to the next request when it resolves. Throws BrokerError when the broker refuses. */
export interface BrokerSession {
    listTopics(): Promise<Topic[]>;
    describeTopic(name: string): Promise<Topic>;
    createTopic(
        name: string,
        partitions: number,
        replicas: number,
        configs: Record<string, string | null>,
    ): Promise<void>;
    /** `partitions` is the new total; it can only grow. */
    createPartitions(name: string, partitions: number): Promise<void>;
    deleteTopic(name: string): Promise<void>;
    describeConfigs(topic: string): Promise<TopicConfig[]>;
    /** null restores a config's default. */
    alterConfigs(topic: string, changes: Record<string, string | null>): Promise<void>;
    describeAcls(filter?: Partial<Acl>): Promise<Acl[]>;
    createAcls(acls: readonly Acl[]): Promise<void>;
    deleteAcls(acls: readonly Acl[]): Promise<void>;
    listGroups(): Promise<string[]>;
}

export interface Topic {
    name: string;
    partitions: number;
    replicas: number;
    internal: boolean;
}

export interface TopicConfig {
    name: string;
    value: string | null;
    /** DYNAMIC_TOPIC_CONFIG if set on this topic; anything else is a default. */
    source: string;
    readOnly: boolean;
    sensitive: boolean;
}

export interface Acl {
    resourceType: string;
    resourceName: string;
    patternType: string;
    principal: string;
    host: string;
    operation: string;
    permission: string;
}

/** The broker refused. `code` is Kafka's error name: TOPIC_ALREADY_EXISTS, SASL_AUTHENTICATION_FAILED … */
export class BrokerError extends Error {
    constructor(
        readonly code: string,
        message: string,
    ) {
        super(message);
    }
}

/** The broker's super user, which only the local cloud itself can be. No API key can have this name. */
export const adminName = "sandbox-admin";

/** One ACL as one line, to compare, sort and print. */
export const formatAcl = (acl: Acl) =>
    [acl.permission, acl.principal, acl.host, acl.operation, acl.resourceType, acl.patternType, acl.resourceName].join(
        " ",
    );
