import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What the official Confluent provider sends and relies on, in the order it does, as data. Each row is one request; what
 * one answer gives (`keep`) a later row may use as {name}, in its path, body or expected answer.
 */
export interface ContractRow {
    claim: string;
    /** Who asks: the Cloud key, a key made on the way, one of them with a wrong secret, or nobody. */
    caller: string;
    /** METHOD and path, with its query. */
    request: string;
    body?: unknown;
    status: number;
    /** What the answer must hold; what is not named may be anything. A RegExp matches text; `absent` must not be there. */
    response?: unknown;
    /** Asked again while the answer says PROVISIONING, as the provider does. */
    poll?: true;
    /** name: where in the answer. */
    capture?: Record<string, string>;
}

export const absent = Symbol("absent");

const anyText = /./;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const cluster = "/cmk/v2/clusters/{lkc}?environment={env}";
const kafkaRest = "/kafka/v3/clusters/{lkc}";
const topic = `${kafkaRest}/topics/{prefix}.orders`;
const buildCloudError = (status: number, detail = anyText) => ({
    errors: [{ id: anyText, status: String(status), detail }],
});
const buildOwnerRef = (id: string) => ({ id, kind: "ServiceAccount", related: "", resource_name: "" });
const clusterRef = { id: "{lkc}", kind: "Cluster", related: "", resource_name: "" };
const aclBody = {
    resource_type: "TOPIC",
    resource_name: "{prefix}.orders",
    pattern_type: "LITERAL",
    principal: "User:{app}",
    host: "*",
    operation: "READ",
    permission: "ALLOW",
};
const aclQuery = Object.entries(aclBody)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
const clusterBody = {
    id: "{lkc}",
    api_version: "cmk/v2",
    kind: "Cluster",
    metadata: {
        resource_name:
            /^crn:\/\/confluent\.cloud\/organization=[^/]+\/environment=env-\w+\/cloud-cluster=lkc-\w+\/kafka=lkc-\w+$/,
        created_at: rfc3339,
    },
    spec: {
        display_name: "{prefix}-cluster",
        availability: "SINGLE_ZONE",
        cloud: "AWS",
        region: "us-east-1",
        deletion_protection: false,
        config: { kind: "Basic", max_ecku: 2 },
        kafka_bootstrap_endpoint: /^SASL_SSL:\/\/[\w.]+:\d+$/,
        http_endpoint: "{base}",
        environment: { id: "{env}" },
    },
    status: { phase: "PROVISIONED" },
};

const clusterSpec = {
    display_name: "{prefix}-cluster",
    availability: "SINGLE_ZONE",
    cloud: "AWS",
    region: "us-east-1",
    config: { kind: "Basic", max_ecku: 2 },
};

export const wireContract: ContractRow[] = [
    // 0. Transport
    {
        claim: "no credentials are a 401",
        caller: "nobody",
        request: "GET /org/v2/environments",
        status: 401,
        response: buildCloudError(401, /invalid API key/),
    },
    {
        claim: "a wrong Cloud secret is a 401",
        caller: "cloud, wrong secret",
        request: "GET /org/v2/environments",
        status: 401,
        response: buildCloudError(401, /invalid API key/),
    },
    {
        claim: "the organization has a name in CRNs",
        caller: "cloud",
        request: "GET /org/v2/organizations",
        status: 200,
        response: { data: [{ metadata: { resource_name: /^crn:\/\/confluent\.cloud\/organization=[\w-]+$/ } }] },
        capture: { organization: "data.0.metadata.resource_name" },
    },
    {
        claim: "the organization has an administrator",
        caller: "cloud",
        request: "GET /iam/v2/role-bindings?crn_pattern={organization}&role_name=OrganizationAdmin",
        status: 200,
        response: { data: [{ role_name: "OrganizationAdmin", crn_pattern: "{organization}" }] },
    },
    {
        claim: "role bindings are not listed without a scope",
        caller: "cloud",
        request: "GET /iam/v2/role-bindings",
        status: 400,
        response: buildCloudError(400, /crn_pattern/),
    },
    {
        claim: "an unknown path is a 404",
        caller: "cloud",
        request: "GET /org/v2/nothing",
        status: 404,
        response: buildCloudError(404),
    },

    // 1. Environment
    {
        claim: "an environment without a name is a 400",
        caller: "cloud",
        request: "POST /org/v2/environments",
        body: {},
        status: 400,
        response: buildCloudError(400, /display_name/),
    },
    {
        claim: "an environment is created",
        caller: "cloud",
        request: "POST /org/v2/environments",
        body: { display_name: "{prefix}-env" },
        status: 201,
        response: { id: /^env-/ },
        capture: { env: "id" },
    },
    {
        claim: "an environment is read",
        caller: "cloud",
        request: "GET /org/v2/environments/{env}",
        status: 200,
        response: {
            id: "{env}",
            display_name: "{prefix}-env",
            api_version: "org/v2",
            kind: "Environment",
            metadata: { resource_name: /^crn:\/\/.+\/environment=env-\w+$/ },
            stream_governance_config: absent,
        },
    },
    {
        claim: "an environment's name is unique",
        caller: "cloud",
        request: "POST /org/v2/environments",
        body: { display_name: "{prefix}-env" },
        status: 409,
        response: buildCloudError(409),
    },
    {
        claim: "an environment is renamed",
        caller: "cloud",
        request: "PATCH /org/v2/environments/{env}",
        body: { display_name: "{prefix}-environment" },
        status: 200,
        response: { display_name: "{prefix}-environment" },
    },
    {
        claim: "a list's last page has no next: null makes the provider panic",
        caller: "cloud",
        request: "GET /org/v2/environments?page_size=99",
        status: 200,
        response: { api_version: "org/v2", kind: "EnvironmentList", metadata: { next: absent } },
    },
    {
        claim: "a missing environment is a 404",
        caller: "cloud",
        request: "GET /org/v2/environments/env-none",
        status: 404,
        response: buildCloudError(404),
    },
    {
        claim: "deleting a missing environment is a 404",
        caller: "cloud",
        request: "DELETE /org/v2/environments/env-none",
        status: 404,
        response: buildCloudError(404),
    },

    {
        claim: "an environment's name starts and ends with a letter or a digit",
        caller: "cloud",
        request: "POST /org/v2/environments",
        body: { display_name: "{prefix}-" },
        status: 400,
        response: buildCloudError(400, /display_name/),
    },
    {
        claim: "an environment has an unknown package of Stream Governance",
        caller: "cloud",
        request: "POST /org/v2/environments",
        body: { display_name: "{prefix}-governed", stream_governance_config: { package: "FREE" } },
        status: 400,
        response: buildCloudError(400, /FREE.*ESSENTIALS/),
    },
    {
        claim: "an environment is created with Stream Governance",
        caller: "cloud",
        request: "POST /org/v2/environments",
        body: { display_name: "{prefix}-governed", stream_governance_config: { package: "ESSENTIALS" } },
        status: 201,
        response: { stream_governance_config: { package: "ESSENTIALS" } },
        capture: { governed: "id" },
    },
    {
        claim: "its package is changed",
        caller: "cloud",
        request: "PATCH /org/v2/environments/{governed}",
        body: { stream_governance_config: { package: "ADVANCED" } },
        status: 200,
        response: { display_name: "{prefix}-governed", stream_governance_config: { package: "ADVANCED" } },
    },
    {
        claim: "its package is read as it was changed",
        caller: "cloud",
        request: "GET /org/v2/environments/{governed}",
        status: 200,
        response: { stream_governance_config: { package: "ADVANCED" } },
    },
    {
        claim: "it has no Schema Registry before its first cluster",
        caller: "cloud",
        request: "GET /srcm/v3/clusters?environment={governed}&page_size=99",
        status: 200,
        response: { data: [], metadata: { next: absent } },
    },

    // 2. Cluster
    {
        claim: "a Basic cluster has a single zone",
        caller: "cloud",
        request: "POST /cmk/v2/clusters",
        body: { spec: { ...clusterSpec, availability: "HIGH", environment: { id: "{governed}" } } },
        status: 400,
        response: buildCloudError(400, /HIGH.*SINGLE_ZONE/),
    },
    {
        claim: "a cluster is created where Stream Governance is, with the newer word for a single zone",
        caller: "cloud",
        request: "POST /cmk/v2/clusters",
        body: { spec: { ...clusterSpec, availability: "LOW", environment: { id: "{governed}" } } },
        status: 202,
        response: { spec: { availability: "LOW" } },
        capture: { governedLkc: "id" },
    },
    {
        claim: "it is polled until it is PROVISIONED, and has the availability it was created with",
        caller: "cloud",
        request: "GET /cmk/v2/clusters/{governedLkc}?environment={governed}",
        poll: true,
        status: 200,
        response: { spec: { availability: "LOW" }, status: { phase: "PROVISIONED" } },
    },
    {
        claim: "the environment has a Schema Registry then, which the provider waits for",
        caller: "cloud",
        request: "GET /srcm/v3/clusters?environment={governed}&page_size=99",
        status: 200,
        response: {
            api_version: "srcm/v3",
            data: [
                {
                    id: /^lsrc-/,
                    kind: "Cluster",
                    metadata: { resource_name: /\/environment=env-\w+\/schema-registry=lsrc-\w+$/ },
                    spec: {
                        package: "ADVANCED",
                        display_name: "Stream Governance Package",
                        http_endpoint: anyText,
                        cloud: "AWS",
                        region: "us-east-1",
                        environment: { id: "{governed}" },
                    },
                    status: { phase: "PROVISIONED" },
                },
            ],
            metadata: { next: absent },
        },
    },
    {
        claim: "its cluster is deleted",
        caller: "cloud",
        request: "DELETE /cmk/v2/clusters/{governedLkc}?environment={governed}",
        status: 204,
    },
    { claim: "and it is deleted", caller: "cloud", request: "DELETE /org/v2/environments/{governed}", status: 204 },
    {
        claim: "a cluster that is not Basic is refused with a message",
        caller: "cloud",
        request: "POST /cmk/v2/clusters",
        body: {
            spec: {
                display_name: "{prefix}-cluster",
                availability: "SINGLE_ZONE",
                cloud: "AWS",
                region: "us-east-1",
                config: { kind: "Dedicated", cku: 1 },
                environment: { id: "{env}", related: "", resource_name: "" },
            },
        },
        status: 400,
        response: buildCloudError(400, /Dedicated.*Basic/),
    },
    {
        claim: "a cluster is created",
        caller: "cloud",
        request: "POST /cmk/v2/clusters",
        body: {
            spec: {
                display_name: "{prefix}-cluster",
                availability: "SINGLE_ZONE",
                cloud: "AWS",
                region: "us-east-1",
                config: { kind: "Basic", max_ecku: 2 },
                environment: { id: "{env}", related: "", resource_name: "" },
            },
        },
        status: 202,
        response: { id: /^lkc-/, status: { phase: "PROVISIONING" } },
        capture: { lkc: "id", rbac: "metadata.resource_name" },
    },
    {
        claim: "a cluster is polled until it is PROVISIONED",
        caller: "cloud",
        request: `GET ${cluster}`,
        poll: true,
        status: 200,
        response: clusterBody,
    },
    {
        claim: "an environment with a cluster in it has no Schema Registry to wait for",
        caller: "cloud",
        request: "GET /org/v2/environments/{env}",
        status: 200,
        response: { stream_governance_config: absent },
    },
    {
        claim: "the Schema Registry list is empty, without next",
        caller: "cloud",
        request: "GET /srcm/v3/clusters?environment={env}&page_size=99",
        status: 200,
        response: { data: [], metadata: { next: absent } },
    },
    {
        claim: "a cluster is found in the list of its environment",
        caller: "cloud",
        request: "GET /cmk/v2/clusters?environment={env}&page_size=99",
        status: 200,
        response: { kind: "ClusterList", data: [clusterBody], metadata: { next: absent } },
    },
    {
        claim: "a cluster is a 403 in another environment",
        caller: "cloud",
        request: "GET /cmk/v2/clusters/{lkc}?environment=env-none",
        status: 403,
        response: buildCloudError(403, /Forbidden Access/),
    },
    {
        claim: "max_ecku and name change in one PATCH",
        caller: "cloud",
        request: "PATCH /cmk/v2/clusters/{lkc}",
        body: {
            spec: {
                environment: { id: "{env}", related: "", resource_name: "" },
                display_name: "{prefix}-renamed",
                config: { kind: "Basic", max_ecku: 5 },
            },
        },
        status: 200,
        response: { spec: { display_name: "{prefix}-renamed", config: { kind: "Basic", max_ecku: 5 } } },
    },
    {
        claim: "an environment with a cluster in it is not deleted",
        caller: "cloud",
        request: "DELETE /org/v2/environments/{env}",
        status: 409,
        response: buildCloudError(409, /lkc-/),
    },

    // 3. Service accounts
    {
        claim: "a service account is created",
        caller: "cloud",
        request: "POST /iam/v2/service-accounts",
        body: { display_name: "{prefix}-manager", description: "manages" },
        status: 201,
        response: { id: /^sa-/, api_version: "iam/v2", kind: "ServiceAccount" },
        capture: { manager: "id" },
    },
    {
        claim: "a service account's name is unique",
        caller: "cloud",
        request: "POST /iam/v2/service-accounts",
        body: { display_name: "{prefix}-manager" },
        status: 409,
        response: buildCloudError(409, /already in use/),
    },
    {
        claim: "a service account needs no description",
        caller: "cloud",
        request: "POST /iam/v2/service-accounts",
        body: { display_name: "{prefix}-app" },
        status: 201,
        response: { display_name: "{prefix}-app", description: "" },
        capture: { app: "id" },
    },
    {
        claim: "a description can be removed",
        caller: "cloud",
        request: "PATCH /iam/v2/service-accounts/{manager}",
        body: { description: "" },
        status: 200,
        response: { display_name: "{prefix}-manager", description: "" },
    },
    {
        claim: "a service account is read",
        caller: "cloud",
        request: "GET /iam/v2/service-accounts/{app}",
        status: 200,
        response: {
            id: "{app}",
            display_name: "{prefix}-app",
            description: "",
            api_version: "iam/v2",
            kind: "ServiceAccount",
        },
    },

    {
        claim: "a service account's name has at most 64 characters",
        caller: "cloud",
        request: "POST /iam/v2/service-accounts",
        body: { display_name: "a".repeat(65) },
        status: 400,
        response: buildCloudError(400, /display_name has 65 .* at most 64/),
    },
    {
        claim: "a service account's description has at most 128 characters",
        caller: "cloud",
        request: "PATCH /iam/v2/service-accounts/{app}",
        body: { description: "a".repeat(129) },
        status: 400,
        response: buildCloudError(400, /description has 129 .* at most 128/),
    },

    // 7. Role binding, before the manager's key is used
    {
        claim: "an unknown role is refused with a message",
        caller: "cloud",
        request: "POST /iam/v2/role-bindings",
        body: { principal: "User:{manager}", role_name: "Emperor", crn_pattern: "{rbac}" },
        status: 400,
        response: buildCloudError(400, /Emperor.*CloudClusterAdmin/),
    },
    {
        claim: "a role is bound on the cluster",
        caller: "cloud",
        request: "POST /iam/v2/role-bindings",
        body: { principal: "User:{manager}", role_name: "CloudClusterAdmin", crn_pattern: "{rbac}" },
        status: 201,
        response: { id: /^rb-/ },
        capture: { rb: "id" },
    },
    {
        claim: "a role binding is read as it was created",
        caller: "cloud",
        request: "GET /iam/v2/role-bindings/{rb}",
        status: 200,
        response: { id: "{rb}", principal: "User:{manager}", role_name: "CloudClusterAdmin", crn_pattern: "{rbac}" },
    },

    // 4. API keys
    {
        claim: "a key for a missing owner is a 404",
        caller: "cloud",
        request: "POST /iam/v2/api-keys",
        body: { spec: { display_name: "k", description: "", owner: buildOwnerRef("sa-none"), resource: clusterRef } },
        status: 404,
        response: buildCloudError(404),
    },
    ...["manager", "app"].map((who) => ({
        claim: `a key for ${who} is created, with its secret`,
        caller: "cloud",
        request: "POST /iam/v2/api-keys",
        body: {
            spec: {
                display_name: `{prefix}-${who}`,
                description: "",
                owner: buildOwnerRef(`{${who}}`),
                resource: clusterRef,
            },
        },
        status: 201,
        response: {
            id: /^[A-Z0-9]{16}$/,
            spec: { secret: /^\S{64}$/, resource: { id: "{lkc}", kind: "Cluster", api_version: "cmk/v2" } },
        },
        capture: { [`${who}Key`]: "id", [`${who}Secret`]: "spec.secret" },
    })),
    {
        claim: "a provider finds Kafka REST through the cluster",
        caller: "cloud",
        request: `GET ${cluster}`,
        status: 200,
        response: { spec: { http_endpoint: "{base}" } },
    },
    {
        claim: "a new key may list topics at once, and sees none without permission",
        caller: "app",
        request: `GET ${kafkaRest}/topics`,
        status: 200,
        response: { kind: "KafkaTopicList", data: [] },
    },
    {
        claim: "and again: providers require two in a row",
        caller: "app",
        request: `GET ${kafkaRest}/topics`,
        status: 200,
    },
    {
        claim: "a key is read without its secret",
        caller: "cloud",
        request: "GET /iam/v2/api-keys/{appKey}",
        status: 200,
        response: {
            id: "{appKey}",
            spec: {
                secret: absent,
                display_name: "{prefix}-app",
                description: "",
                owner: { id: "{app}", kind: "ServiceAccount", api_version: "iam/v2" },
                resource: { id: "{lkc}", kind: "Cluster", api_version: "cmk/v2" },
            },
        },
    },
    {
        claim: "a key is renamed",
        caller: "cloud",
        request: "PATCH /iam/v2/api-keys/{appKey}",
        body: { spec: { display_name: "{prefix}-app2" } },
        status: 200,
        response: { spec: { display_name: "{prefix}-app2", secret: absent } },
    },
    {
        claim: "a cluster's key is not a Cloud key",
        caller: "app",
        request: "GET /org/v2/environments",
        status: 401,
        response: buildCloudError(401, /not a Cluster API Key/),
    },
    {
        claim: "the Cloud key is not a cluster's key",
        caller: "cloud",
        request: `GET ${kafkaRest}/topics`,
        status: 401,
        response: { error_code: 40101, message: anyText },
    },
    {
        claim: "a wrong secret is a 401 of Kafka REST",
        caller: "app, wrong secret",
        request: `GET ${kafkaRest}/topics`,
        status: 401,
        response: { error_code: 40101, message: anyText },
    },
    {
        claim: "another cluster than the key's is a 404",
        caller: "app",
        request: "GET /kafka/v3/clusters/lkc-none/topics",
        status: 404,
        response: { error_code: 404, message: anyText },
    },

    // 5. Topics
    {
        claim: "a key without permission creates no topic",
        caller: "app",
        request: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.orders", partitions_count: 2, configs: [] },
        status: 403,
        response: { error_code: 40301, message: anyText },
    },
    {
        claim: "a topic is created",
        caller: "manager",
        request: `POST ${kafkaRest}/topics`,
        body: {
            topic_name: "{prefix}.orders",
            partitions_count: 2,
            configs: [{ name: "retention.ms", value: "3600000" }],
        },
        status: 201,
        response: { topic_name: "{prefix}.orders", partitions_count: 2 },
    },
    {
        claim: "a topic is read",
        caller: "manager",
        request: `GET ${topic}`,
        status: 200,
        response: { kind: "KafkaTopic", cluster_id: "{lkc}", topic_name: "{prefix}.orders", partitions_count: 2 },
    },
    {
        claim: "a topic's configs show which were set on it",
        caller: "manager",
        request: `GET ${topic}/configs`,
        status: 200,
        response: { "data:name=retention.ms": { value: "3600000", source: "DYNAMIC_TOPIC_CONFIG", is_default: false } },
    },
    {
        claim: "a topic's defaults are marked as such",
        caller: "manager",
        request: `GET ${topic}/configs`,
        status: 200,
        response: { "data:name=cleanup.policy": { value: "delete", source: "DEFAULT_CONFIG", is_default: true } },
    },
    {
        claim: "a topic's name is unique",
        caller: "manager",
        request: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.orders", partitions_count: 2, configs: [] },
        status: 400,
        response: { error_code: 40002, message: /already exists/ },
    },
    {
        claim: "an invalid topic name is a 400",
        caller: "manager",
        request: `POST ${kafkaRest}/topics`,
        body: { topic_name: "no good", partitions_count: 2, configs: [] },
        status: 400,
        response: { error_code: 40002, message: anyText },
    },
    {
        claim: "an unknown config is a 400",
        caller: "manager",
        request: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.other", partitions_count: 2, configs: [{ name: "colour", value: "red" }] },
        status: 400,
        response: { error_code: 40002, message: /colour/ },
    },
    {
        claim: "partitions grow",
        caller: "manager",
        request: `PATCH ${topic}`,
        body: { partitions_count: 4 },
        status: 200,
        response: { partitions_count: 4 },
    },
    {
        claim: "partitions do not shrink",
        caller: "manager",
        request: `PATCH ${topic}`,
        body: { partitions_count: 1 },
        status: 400,
        response: { error_code: 40002, message: anyText },
    },
    {
        claim: "configs are set",
        caller: "manager",
        request: `POST ${topic}/configs:alter`,
        body: {
            data: [
                { name: "retention.ms", value: "7200000" },
                { name: "cleanup.policy", value: "compact" },
            ],
        },
        status: 204,
    },
    {
        claim: "configs are read as set at once",
        caller: "manager",
        request: `GET ${topic}/configs`,
        status: 200,
        response: { "data:name=cleanup.policy": { value: "compact", source: "DYNAMIC_TOPIC_CONFIG" } },
    },
    {
        claim: "a config can be reset to its default",
        caller: "manager",
        request: `POST ${topic}/configs:alter`,
        body: { data: [{ name: "cleanup.policy", operation: "DELETE" }] },
        status: 204,
    },
    {
        claim: "a reset config is a default again",
        caller: "manager",
        request: `GET ${topic}/configs`,
        status: 200,
        response: { "data:name=cleanup.policy": { value: "delete", source: "DEFAULT_CONFIG" } },
    },
    {
        claim: "a cleanup policy does not change from delete to both",
        caller: "manager",
        request: `POST ${topic}/configs:alter`,
        body: { data: [{ name: "cleanup.policy", value: "delete,compact" }] },
        status: 400,
        response: { error_code: 40002, message: /from `delete` to `compact` and `delete` is not currently supported/ },
    },
    ...["compact", "compact,delete", "delete"].map((value) => ({
        claim: `a cleanup policy may change to ${value} from what it is then`,
        caller: "manager",
        request: `POST ${topic}/configs:alter`,
        body: { data: [{ name: "cleanup.policy", value }] },
        status: 204,
    })),
    {
        claim: "a config that nobody can change is accepted and ignored",
        caller: "manager",
        request: `POST ${topic}/configs:alter`,
        body: { data: [{ name: "compression.type", value: "gzip" }] },
        status: 204,
    },
    {
        claim: "as its value shows",
        caller: "manager",
        request: `GET ${topic}/configs`,
        status: 200,
        response: { "data:name=compression.type": { value: "producer", source: "DEFAULT_CONFIG" } },
    },
    {
        claim: "a config's value has a limit",
        caller: "manager",
        request: `POST ${topic}/configs:alter`,
        body: { data: [{ name: "delete.retention.ms", value: "63113904003" }] },
        status: 400,
        response: {
            error_code: 40002,
            message:
                "Config property 'delete.retention.ms' with value '63113904003' exceeded max limit of 60566400000.",
        },
    },
    {
        claim: "a cluster has at most 4096 partitions",
        caller: "manager",
        request: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.wide", partitions_count: 4093, configs: [] },
        status: 400,
        response: { error_code: 40002, message: /has 4 partitions and would have 4097.* 4096/ },
    },
    {
        claim: "also when a topic gets more",
        caller: "manager",
        request: `PATCH ${topic}`,
        body: { partitions_count: 4097 },
        status: 400,
        response: { error_code: 40002, message: /has 4 partitions and would have 4097.* 4096/ },
    },
    {
        claim: "a partition has three replicas",
        caller: "manager",
        request: `GET ${topic}`,
        status: 200,
        response: { replication_factor: 3 },
    },
    {
        claim: "and no other number of them",
        caller: "manager",
        request: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.single", partitions_count: 1, replication_factor: 1, configs: [] },
        status: 400,
        response: { error_code: 40002, message: "Topic replication factor must be 3" },
    },
    {
        claim: "a missing topic is a 404",
        caller: "manager",
        request: `GET ${kafkaRest}/topics/{prefix}.none`,
        status: 404,
        response: { error_code: 40403, message: anyText },
    },
    {
        claim: "a key without permission on a topic does not read it",
        caller: "app",
        request: `GET ${topic}`,
        status: 403,
        response: { error_code: 40301, message: anyText },
    },

    // 6. ACLs
    {
        claim: "a key without permission creates no ACL",
        caller: "app",
        request: `POST ${kafkaRest}/acls`,
        body: aclBody,
        status: 403,
        response: { error_code: 40301, message: anyText },
    },
    {
        claim: "an ACL is created, with an empty answer",
        caller: "manager",
        request: `POST ${kafkaRest}/acls`,
        body: aclBody,
        status: 201,
    },
    {
        claim: "an ACL is found by all seven fields, exactly once",
        caller: "manager",
        request: `GET ${kafkaRest}/acls?${aclQuery}`,
        status: 200,
        response: { kind: "KafkaAclList", data: [aclBody] },
    },
    {
        claim: "a list of ACLs has no role ACLs",
        caller: "manager",
        request: `GET ${kafkaRest}/acls`,
        status: 200,
        response: { data: [aclBody] },
    },
    { claim: "the account's key has the permission at once", caller: "app", request: `GET ${topic}`, status: 200 },
    {
        claim: "an unknown operation is a 400 that names the supported ones",
        caller: "manager",
        request: `POST ${kafkaRest}/acls`,
        body: { ...aclBody, operation: "FLY" },
        status: 400,
        response: { error_code: 40002, message: /FLY.*READ/ },
    },
    {
        claim: "an ACL for a bare key is refused",
        caller: "manager",
        request: `POST ${kafkaRest}/acls`,
        body: { ...aclBody, principal: "User:{appKey}" },
        status: 400,
        response: { error_code: 40002, message: /sa-/ },
    },
    {
        claim: "an ACL for a single host is refused",
        caller: "manager",
        request: `POST ${kafkaRest}/acls`,
        body: { ...aclBody, host: "127.0.0.1" },
        status: 400,
        response: { error_code: 40002, message: /use \*/ },
    },
    {
        claim: "deleting all ACLs removes no role ACL",
        caller: "manager",
        request: `DELETE ${kafkaRest}/acls?principal=User:{manager}`,
        status: 200,
        response: { data: [] },
    },
    { claim: "as the manager's next request shows", caller: "manager", request: `GET ${topic}`, status: 200 },
    {
        claim: "a second key of the account has its permissions, too",
        caller: "cloud",
        request: "POST /iam/v2/api-keys",
        body: {
            spec: { display_name: "second", description: "", owner: buildOwnerRef("{app}"), resource: clusterRef },
        },
        status: 201,
        capture: { secondKey: "id", secondSecret: "spec.secret" },
    },
    { claim: "as its first request shows", caller: "second", request: `GET ${topic}`, status: 200 },
    {
        claim: "a key without a resource is a Cloud key",
        caller: "cloud",
        request: "POST /iam/v2/api-keys",
        body: { spec: { display_name: "cloud", description: "", owner: buildOwnerRef("{app}") } },
        status: 201,
        response: { spec: { resource: { kind: "Cloud" } } },
        capture: { restrictedKey: "id", restrictedSecret: "spec.secret" },
    },
    {
        claim: "a Cloud key whose account has no role there is let in, and sees nothing in a list",
        caller: "restricted",
        request: "GET /org/v2/environments",
        status: 200,
        response: { data: [] },
    },
    {
        claim: "it sees no administrator",
        caller: "restricted",
        request: "GET /iam/v2/role-bindings?crn_pattern={organization}&role_name=OrganizationAdmin",
        status: 200,
        response: { data: [] },
    },
    ...["/org/v2/environments/{env}", cluster, "/iam/v2/service-accounts/{app}"].map((path) => ({
        claim: `it may not read ${path}`,
        caller: "restricted",
        request: `GET ${path}`,
        status: 403,
        response: buildCloudError(403, /Forbidden Access/),
    })),
    {
        claim: "it may not create anything",
        caller: "restricted",
        request: "POST /org/v2/environments",
        body: { display_name: "{prefix}-theirs" },
        status: 403,
    },
    {
        claim: "it needs its own secret",
        caller: "restricted, wrong secret",
        request: "GET /org/v2/environments",
        status: 401,
    },
    {
        claim: "a deleted ACL is returned",
        caller: "manager",
        request: `DELETE ${kafkaRest}/acls?${aclQuery}`,
        status: 200,
        response: { data: [aclBody] },
    },
    {
        claim: "a deleted ACL is an empty list",
        caller: "manager",
        request: `GET ${kafkaRest}/acls?${aclQuery}`,
        status: 200,
        response: { data: [] },
    },
    {
        claim: "deleting a deleted ACL succeeds",
        caller: "manager",
        request: `DELETE ${kafkaRest}/acls?${aclQuery}`,
        status: 200,
        response: { data: [] },
    },
    { claim: "the account's key has lost the permission", caller: "second", request: `GET ${topic}`, status: 403 },

    // And everything ends
    { claim: "a topic is deleted", caller: "manager", request: `DELETE ${topic}`, status: 204 },
    {
        claim: "a deleted topic is a 404 at once",
        caller: "manager",
        request: `GET ${topic}`,
        status: 404,
        response: { error_code: 40403 },
    },
    {
        claim: "a topic is created, to be deleted with the cluster",
        caller: "manager",
        request: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.left", partitions_count: 1, configs: [] },
        status: 201,
    },
    { claim: "a key is deleted", caller: "cloud", request: "DELETE /iam/v2/api-keys/{secondKey}", status: 204 },
    {
        claim: "a deleted key is a 403",
        caller: "cloud",
        request: "GET /iam/v2/api-keys/{secondKey}",
        status: 403,
        response: buildCloudError(403, /Forbidden Access/),
    },
    { claim: "a deleted key is refused", caller: "second", request: `GET ${kafkaRest}/topics`, status: 401 },
    { claim: "its account's other key still works", caller: "app", request: `GET ${kafkaRest}/topics`, status: 200 },
    {
        claim: "a service account is deleted with its keys",
        caller: "cloud",
        request: "DELETE /iam/v2/service-accounts/{app}",
        status: 204,
    },
    {
        claim: "a deleted account's key is refused",
        caller: "app",
        request: `GET ${kafkaRest}/topics`,
        status: 401,
    },
    {
        claim: "a deleted account's key is a 403",
        caller: "cloud",
        request: "GET /iam/v2/api-keys/{appKey}",
        status: 403,
    },
    {
        claim: "a deleted role binding is returned",
        caller: "cloud",
        request: "DELETE /iam/v2/role-bindings/{rb}",
        status: 200,
        response: { id: "{rb}" },
    },
    {
        claim: "a deleted role binding is a 403",
        caller: "cloud",
        request: "GET /iam/v2/role-bindings/{rb}",
        status: 403,
        response: { error_code: 40301, message: /role binding does not exist/ },
    },
    {
        claim: "a key without its role has lost the permission",
        caller: "manager",
        request: `GET ${kafkaRest}/topics/{prefix}.left`,
        status: 403,
    },
    {
        claim: "deletion protection can be set",
        caller: "cloud",
        request: "PATCH /cmk/v2/clusters/{lkc}",
        body: { spec: { environment: { id: "{env}" }, deletion_protection: true } },
        status: 200,
        response: { spec: { deletion_protection: true, config: { max_ecku: 5 } } },
    },
    {
        claim: "and refuses a deletion",
        caller: "cloud",
        request: `DELETE ${cluster}`,
        status: 409,
        response: buildCloudError(409, /deletion/),
    },
    {
        claim: "and can be removed in a separate PATCH",
        caller: "cloud",
        request: "PATCH /cmk/v2/clusters/{lkc}",
        body: { spec: { environment: { id: "{env}" }, deletion_protection: false } },
        status: 200,
        response: { spec: { deletion_protection: false } },
    },
    {
        claim: "a cluster is deleted with everything in it",
        caller: "cloud",
        request: `DELETE ${cluster}`,
        status: 204,
    },
    {
        claim: "a deleted cluster is a 403",
        caller: "cloud",
        request: `GET ${cluster}`,
        status: 403,
        response: buildCloudError(403, /Forbidden Access/),
    },
    {
        claim: "a deleted cluster's key is a 403",
        caller: "cloud",
        request: "GET /iam/v2/api-keys/{managerKey}",
        status: 403,
    },
    {
        claim: "the other service account is deleted",
        caller: "cloud",
        request: "DELETE /iam/v2/service-accounts/{manager}",
        status: 204,
    },
    {
        claim: "an empty environment is deleted",
        caller: "cloud",
        request: "DELETE /org/v2/environments/{env}",
        status: 204,
    },
    {
        claim: "a deleted environment is a 404",
        caller: "cloud",
        request: "GET /org/v2/environments/{env}",
        status: 404,
    },
];

/** Each row as a claim and its proof; to be run in order, on a cloud with no cluster. It leaves nothing behind. */
export function buildContractSteps(cloud: () => { url: string; key: string; secret: string }) {
    const captured: Record<string, string> = { prefix: `contract-${Date.now().toString(36)}` };
    return wireContract.map((row) => ({
        claim: row.claim,
        async run() {
            const { url, key, secret } = cloud();
            Object.assign(captured, { base: url, cloudKey: key, cloudSecret: secret });
            const [method = "", path = ""] = fillTemplate(row.request, captured).split(" ");
            const headers: Record<string, string> = { ...buildAuthHeader(row.caller, captured) };
            if (row.body !== undefined) headers["content-type"] = "application/json";
            const body = row.body === undefined ? undefined : JSON.stringify(fillTemplate(row.body, captured));
            const ask = async () => {
                const response = await fetch(`${url}${path}`, { method, headers, body: body ?? null });
                return { response, text: await response.text() };
            };
            let { response, text } = await ask();
            while (row.poll && text.includes('"PROVISIONING"')) {
                await sleep(100);
                ({ response, text } = await ask());
            }
            assert.equal(response.status, row.status, `${method} ${path}: ${text}`);
            if (text) assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
            const answer: unknown = text ? JSON.parse(text) : undefined;
            if (row.response !== undefined) assertMatches(answer, fillTemplate(row.response, captured), "answer");
            for (const [name, at] of Object.entries(row.capture ?? {})) {
                const value = at
                    .split(".")
                    .reduce<unknown>((item, part) => (item as Record<string, unknown>)?.[part], answer);
                assert.equal(typeof value, "string", `${at} of the answer`);
                // The provider calls what stands before /kafka= the cluster's rbac_crn.
                captured[name] = (value as string).replace(/\/kafka=.*$/, "");
            }
        },
    }));
}

function buildAuthHeader(caller: string, captured: Record<string, string>): Record<string, string> {
    const [who = "", wrong] = caller.split(", ");
    if (who === "nobody") return {};
    const secret = wrong ? "wrong" : captured[`${who}Secret`];
    return { authorization: `Basic ${Buffer.from(`${captured[`${who}Key`]}:${secret}`).toString("base64")}` };
}

function fillTemplate<T>(template: T, captured: Record<string, string>): T {
    const fill = (value: unknown): unknown => {
        if (typeof value === "string") return value.replace(/\{(\w+)\}/g, (all, name) => captured[name] ?? all);
        if (Array.isArray(value)) return value.map(fill);
        if (value && typeof value === "object" && !(value instanceof RegExp)) {
            return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item)]));
        }
        return value;
    };
    return fill(template) as T;
}

/** `list:field=value` names the one element of a list by a field; a plain array must match element by element. */
function assertMatches(actual: unknown, expected: unknown, at: string) {
    if (expected instanceof RegExp) return assert.match(String(actual), expected, at);
    if (Array.isArray(expected)) {
        assert.equal((actual as unknown[])?.length, expected.length, `${at} has ${JSON.stringify(actual)}`);
        for (const [i, item] of expected.entries()) assertMatches((actual as unknown[])[i], item, `${at}[${i}]`);
        return;
    }
    if (!expected || typeof expected !== "object") return assert.equal(actual, expected, at);
    for (const [key, item] of Object.entries(expected)) {
        const [, list, field, value] = /^(\w+):(\w+)=(.+)$/.exec(key) ?? [];
        const here = (actual ?? {}) as Record<string, unknown>;
        if (item === absent) assert.ok(!(key in here), `${at}.${key} must not be there`);
        else if (list && field) {
            const items = here[list] as Record<string, unknown>[];
            assertMatches(
                items.find((candidate) => candidate[field] === value),
                item,
                `${at}.${key}`,
            );
        } else assertMatches(here[key], item, `${at}.${key}`);
    }
}
