/**
 * What the local cloud asks of Kafka brokers, in Kafka's own names. The emulator knows only this, so that its unit tests
 * need no broker; brokers.ts and live-broker.ts are the real thing.
 */
export interface Brokers {
    /** Starts a cluster's broker, with what it held before. */
    start(cluster: string, ports: BrokerPorts): Promise<void>;
    /** Resolves when a broker that was started answers, or has been removed. */
    waitUntilReady(cluster: string): Promise<void>;
    get(cluster: string): Broker;
    /** Ends a cluster's broker, and removes all it holds. */
    remove(cluster: string): Promise<void>;
}

/** Where a broker listens on loopback: for clients, and for itself. */
export interface BrokerPorts {
    clients: number;
    controller: number;
}

/** One of them. */
export interface Broker {
    /** Logs in, works, hangs up: what may be done is decided by the broker's authorizer for that login, nowhere else. */
    runAs<T>(login: SaslCredentials, work: (session: BrokerSession) => Promise<T>): Promise<T>;
    /** The same as the sandbox's own super user. */
    runAsAdmin<T>(work: (session: BrokerSession) => Promise<T>): Promise<T>;
}

export interface SaslCredentials {
    username: string;
    password: string;
}

/** Every change is visible to the next request when it returns. A refusal is a BrokerRefusal. */
export interface BrokerSession {
    listTopics(): Promise<Topic[]>;
    describeTopic(name: string): Promise<Topic>;
    createTopic(
        name: string,
        partitions: number,
        replicas: number,
        configs: Record<string, string | null>,
    ): Promise<void>;
    /** The number of partitions after the change: it can only grow. */
    createPartitions(name: string, partitions: number): Promise<void>;
    deleteTopic(name: string): Promise<void>;
    describeConfigs(topic: string): Promise<TopicConfig[]>;
    /** null puts a config back to its default. */
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
    /** DYNAMIC_TOPIC_CONFIG: set on this topic; anything else is some default. */
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

/** The broker said no. `code` is Kafka's name for why: TOPIC_ALREADY_EXISTS, SASL_AUTHENTICATION_FAILED … */
export class BrokerError extends Error {
    constructor(
        readonly code: string,
        message: string,
    ) {
        super(message);
    }
}

/** The broker's super user: the sandbox itself, and nobody else knows its password. No API key can have this name. */
export const adminName = "sandbox-admin";

/** One ACL as one line: to compare, to sort, to print. */
export const formatAcl = (acl: Acl) =>
    [acl.permission, acl.principal, acl.host, acl.operation, acl.resourceType, acl.patternType, acl.resourceName].join(
        " ",
    );
