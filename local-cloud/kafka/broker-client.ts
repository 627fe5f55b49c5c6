import { readFileSync } from "node:fs";
import { WaitTimeoutError, waitUntil } from "../../util/wait-until";
import { getCaFile } from "../certificate";
import type { LocalCloud } from "../local-service";
import {
    type Acl,
    adminName,
    type Broker,
    BrokerError,
    type BrokerSession,
    type Topic,
    type TopicConfig,
} from "./broker";
import { type Client, type Connection, runConnected } from "./connection";

/** A real broker of the local cloud, by its port for clients. */
export function createBroker({ home, secrets }: Pick<LocalCloud, "home" | "secrets">, port: number): Broker {
    const address = { port, ca: readFileSync(getCaFile({ home })) };
    const runAs: Broker["runAs"] = (login, work) =>
        runConnected(address, login, (connection, client) => work(new LiveSession(connection, client)));
    return { runAs, runAsAdmin: (work) => runAs({ username: adminName, password: secrets.brokerPassword }, work) };
}

const timeoutMs = 10_000;

/** Kafka's own requests on one connection, without pool, metadata cache and retries, which would hide the broker's answers. */
class LiveSession implements BrokerSession {
    constructor(
        private readonly connection: Connection,
        private readonly client: Client,
    ) {}

    async listTopics(): Promise<Topic[]> {
        const { topics } = await this.client.metadataV12.api.async(this.connection, null, false, false);
        return topics.map(toTopic).sort((a, b) => (a.name < b.name ? -1 : 1));
    }

    async describeTopic(name: string): Promise<Topic> {
        const { topics } = await this.client.metadataV12.api.async(this.connection, [name], false, false);
        const [topic] = topics;
        if (!topic)
            throw new BrokerError("UNKNOWN_TOPIC_OR_PARTITION", `The broker returned nothing about topic ${name}.`);
        return toTopic(topic);
    }

    async createTopic(name: string, partitions: number, replicas: number, configs: Record<string, string | null>) {
        const wanted = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
        const topic = {
            name,
            numPartitions: partitions,
            replicationFactor: replicas,
            assignments: [],
            configs: wanted,
        };
        await this.client.createTopicsV7.api.async(this.connection, [topic], timeoutMs, false);
        await this.waitUntilVisible(`topic ${name}`, () =>
            this.describeTopic(name).then(() => true, handleUnknownTopic(false)),
        );
    }

    async createPartitions(name: string, partitions: number) {
        await this.client.createPartitionsV3.api.async(
            this.connection,
            [{ name, count: partitions, assignments: null }],
            timeoutMs,
            false,
        );
        await this.waitUntilVisible(`${partitions} partitions of topic ${name}`, () =>
            this.describeTopic(name).then((topic) => topic.partitions === partitions, handleUnknownTopic(false)),
        );
    }

    async deleteTopic(name: string) {
        await this.client.deleteTopicsV6.api.async(this.connection, [{ name }], timeoutMs);
        await this.waitUntilVisible(`the end of topic ${name}`, () =>
            this.describeTopic(name).then(() => false, handleUnknownTopic(true)),
        );
    }

    async describeConfigs(topic: string): Promise<TopicConfig[]> {
        const { ConfigResourceTypes, describeConfigsV4 } = this.client;
        const resource = { resourceType: ConfigResourceTypes.TOPIC, resourceName: topic, configurationKeys: null };
        const { results } = await describeConfigsV4.api.async(this.connection, [resource], false, false);
        return (results[0]?.configs ?? []).map((config) => ({
            name: config.name,
            value: config.value ?? null,
            source: this.toConfigSource(config.configSource),
            readOnly: config.readOnly,
            sensitive: config.isSensitive,
        }));
    }

    async alterConfigs(topic: string, changes: Record<string, string | null>) {
        const { ConfigResourceTypes, IncrementalAlterConfigOperationTypes, incrementalAlterConfigsV1 } = this.client;
        const configs = Object.entries(changes).map(([name, value]) =>
            value === null
                ? { name, configOperation: IncrementalAlterConfigOperationTypes.DELETE }
                : { name, configOperation: IncrementalAlterConfigOperationTypes.SET, value },
        );
        const resource = { resourceType: ConfigResourceTypes.TOPIC, resourceName: topic, configs };
        await incrementalAlterConfigsV1.api.async(this.connection, [resource], false);
        await this.waitUntilVisible(`the configs of topic ${topic}`, async () => {
            const now = new Map((await this.describeConfigs(topic)).map((config) => [config.name, config]));
            return Object.entries(changes).every(([name, value]) =>
                value === null ? now.get(name)?.source !== "DYNAMIC_TOPIC_CONFIG" : now.get(name)?.value === value,
            );
        });
    }

    async describeAcls(filter: Partial<Acl> = {}): Promise<Acl[]> {
        const { resources } = await this.client.describeAclsV3.api.async(this.connection, {
            resourceType: toCode(this.client.ResourceTypes, filter.resourceType ?? "ANY", "resource_type"),
            resourceName: filter.resourceName ?? null,
            resourcePatternType: toCode(this.client.ResourcePatternTypes, filter.patternType ?? "ANY", "pattern_type"),
            principal: filter.principal ?? null,
            host: filter.host ?? null,
            operation: toCode(this.client.AclOperations, filter.operation ?? "ANY", "operation"),
            permissionType: toCode(this.client.AclPermissionTypes, filter.permission ?? "ANY", "permission"),
        });
        return resources.flatMap(({ acls, ...resource }) =>
            acls.map((acl) => ({
                resourceType: toCodeName(this.client.ResourceTypes, resource.resourceType),
                resourceName: resource.resourceName,
                patternType: toCodeName(this.client.ResourcePatternTypes, resource.resourcePatternType),
                principal: acl.principal,
                host: acl.host,
                operation: toCodeName(this.client.AclOperations, acl.operation),
                permission: toCodeName(this.client.AclPermissionTypes, acl.permissionType),
            })),
        );
    }

    async createAcls(acls: readonly Acl[]) {
        if (!acls.length) return;
        await this.client.createAclsV3.api.async(
            this.connection,
            acls.map((acl) => this.toAclBinding(acl)),
        );
        await this.waitUntilVisible("the new ACLs", async () => (await this.checkPresent(acls)).every(Boolean));
    }

    async deleteAcls(acls: readonly Acl[]) {
        if (!acls.length) return;
        await this.client.deleteAclsV3.api.async(
            this.connection,
            acls.map((acl) => this.toAclBinding(acl)),
        );
        await this.waitUntilVisible("the end of the ACLs", async () => !(await this.checkPresent(acls)).some(Boolean));
    }

    async listGroups(): Promise<string[]> {
        const { groups } = await this.client.listGroupsV5.api.async(this.connection, [], []);
        return groups.map(({ groupId }) => groupId).sort();
    }

    private toConfigSource(source: number) {
        return source === this.client.ConfigSources.TOPIC_CONFIG
            ? "DYNAMIC_TOPIC_CONFIG"
            : toCodeName(this.client.ConfigSources, source);
    }

    private toAclBinding(acl: Acl) {
        return {
            resourceType: toCode(this.client.ResourceTypes, acl.resourceType, "resource_type"),
            resourceName: acl.resourceName,
            resourcePatternType: toCode(this.client.ResourcePatternTypes, acl.patternType, "pattern_type"),
            principal: acl.principal,
            host: acl.host,
            operation: toCode(this.client.AclOperations, acl.operation, "operation"),
            permissionType: toCode(this.client.AclPermissionTypes, acl.permission, "permission"),
        };
    }

    private checkPresent(acls: readonly Acl[]) {
        return Promise.all(acls.map(async (acl) => (await this.describeAcls(acl)).length > 0));
    }

    /** The controller commits a change some milliseconds before the broker shows it. */
    private async waitUntilVisible(what: string, isVisible: () => Promise<boolean>) {
        const probe = async () =>
            (await isVisible())
                ? ({ ready: true, value: undefined } as const)
                : ({ ready: false, because: "the broker does not show it yet" } as const);
        await waitUntil(what, probe, { withinMs: timeoutMs, everyMs: 10 }).catch((error: Error) => {
            throw error instanceof WaitTimeoutError ? new BrokerError("REQUEST_TIMED_OUT", error.message) : error;
        });
    }
}

/** Waits only while the topic is unknown; any other refusal (these credentials may not read it) gives nothing to wait for. */
const handleUnknownTopic = (unknown: boolean) => (error: { findBy?: (property: string, value: string) => unknown }) =>
    error.findBy?.("apiId", "UNKNOWN_TOPIC_OR_PARTITION") ? unknown : true;

const toTopic = (topic: {
    name?: string | null;
    isInternal: boolean;
    partitions: { replicaNodes: number[] }[];
}): Topic => ({
    name: topic.name ?? "",
    partitions: topic.partitions.length,
    replicas: topic.partitions[0]?.replicaNodes.length ?? 0,
    internal: topic.isInternal,
});

function toCode<Codes extends Record<string, number>>(codes: Codes, name: string, field: string): Codes[keyof Codes] {
    const value = codes[name as keyof Codes];
    if (value !== undefined && name !== "UNKNOWN") return value;
    const known = Object.keys(codes).filter((word) => word !== "UNKNOWN");
    throw new BrokerError("INVALID_REQUEST", `${field} is ${name}; use one of ${known.join(", ")}.`);
}

const toCodeName = (codes: Record<string, number>, value: number) =>
    Object.keys(codes).find((name) => codes[name] === value) ?? String(value);
