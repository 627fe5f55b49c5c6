import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What the official Confluent provider sends and relies on, in the order it does, as data. Each row is one request; what
 * one answer gives (`keep`) a later row may use as {name}, in its path, body or expected answer.
 */
export interface Row {
    claim: string;
    /** Who asks: the Cloud key, a key made on the way, one of them with a wrong secret, or nobody. */
    as: string;
    /** METHOD and path, with its query. */
    send: string;
    body?: unknown;
    status: number;
    /** What the answer must hold; what is not named may be anything. A RegExp matches text; `absent` must not be there. */
    answer?: unknown;
    /** Asked again while the answer says PROVISIONING, as the provider does. */
    polled?: true;
    /** name: where in the answer. */
    keep?: Record<string, string>;
}

export const absent = Symbol("absent");

const text = /./;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const cluster = "/cmk/v2/clusters/{lkc}?environment={env}";
const kafkaRest = "/kafka/v3/clusters/{lkc}";
const topic = `${kafkaRest}/topics/{prefix}.orders`;
const cloudError = (status: number, detail = text) => ({ errors: [{ id: text, status: String(status), detail }] });
const ownerRef = (id: string) => ({ id, kind: "ServiceAccount", related: "", resource_name: "" });
const clusterRef = { id: "{lkc}", kind: "Cluster", related: "", resource_name: "" };
const seven = {
    resource_type: "TOPIC",
    resource_name: "{prefix}.orders",
    pattern_type: "LITERAL",
    principal: "User:{app}",
    host: "*",
    operation: "READ",
    permission: "ALLOW",
};
const aclQuery = Object.entries(seven)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
const clusterView = {
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

export const wireContract: Row[] = [
    // 0. Transport
    {
        claim: "no login is a 401",
        as: "nobody",
        send: "GET /org/v2/environments",
        status: 401,
        answer: cloudError(401, /invalid API key/),
    },
    {
        claim: "a wrong Cloud secret is a 401",
        as: "cloud, wrong secret",
        send: "GET /org/v2/environments",
        status: 401,
        answer: cloudError(401, /invalid API key/),
    },
    {
        claim: "an unknown path is a 404",
        as: "cloud",
        send: "GET /org/v2/nothing",
        status: 404,
        answer: cloudError(404),
    },

    // 1. Environment
    {
        claim: "an environment without a name is a 400",
        as: "cloud",
        send: "POST /org/v2/environments",
        body: {},
        status: 400,
        answer: cloudError(400, /display_name/),
    },
    {
        claim: "an environment is created",
        as: "cloud",
        send: "POST /org/v2/environments",
        body: { display_name: "{prefix}-env" },
        status: 201,
        answer: { id: /^env-/ },
        keep: { env: "id" },
    },
    {
        claim: "an environment is read",
        as: "cloud",
        send: "GET /org/v2/environments/{env}",
        status: 200,
        answer: {
            id: "{env}",
            display_name: "{prefix}-env",
            api_version: "org/v2",
            kind: "Environment",
            metadata: { resource_name: /^crn:\/\/.+\/environment=env-\w+$/ },
            stream_governance_config: absent,
        },
    },
    {
        claim: "an environment's name is taken once",
        as: "cloud",
        send: "POST /org/v2/environments",
        body: { display_name: "{prefix}-env" },
        status: 409,
        answer: cloudError(409),
    },
    {
        claim: "an environment is renamed",
        as: "cloud",
        send: "PATCH /org/v2/environments/{env}",
        body: { display_name: "{prefix}-environment" },
        status: 200,
        answer: { display_name: "{prefix}-environment" },
    },
    {
        claim: "a list's last page has no next: null makes the provider panic",
        as: "cloud",
        send: "GET /org/v2/environments?page_size=99",
        status: 200,
        answer: { api_version: "org/v2", kind: "EnvironmentList", metadata: { next: absent } },
    },
    {
        claim: "an environment that is not there is a 404",
        as: "cloud",
        send: "GET /org/v2/environments/env-none",
        status: 404,
        answer: cloudError(404),
    },
    {
        claim: "deleting what is not there is a 404",
        as: "cloud",
        send: "DELETE /org/v2/environments/env-none",
        status: 404,
        answer: cloudError(404),
    },

    // 2. Cluster
    {
        claim: "a cluster of another kind than Basic is refused with a sentence",
        as: "cloud",
        send: "POST /cmk/v2/clusters",
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
        answer: cloudError(400, /Dedicated.*Basic/),
    },
    {
        claim: "a cluster is created",
        as: "cloud",
        send: "POST /cmk/v2/clusters",
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
        answer: { id: /^lkc-/, status: { phase: "PROVISIONING" } },
        keep: { lkc: "id", rbac: "metadata.resource_name" },
    },
    {
        claim: "a cluster is polled until it is PROVISIONED",
        as: "cloud",
        send: `GET ${cluster}`,
        polled: true,
        status: 200,
        answer: clusterView,
    },
    {
        claim: "an environment with a cluster in it has no Schema Registry to wait for",
        as: "cloud",
        send: "GET /org/v2/environments/{env}",
        status: 200,
        answer: { stream_governance_config: absent },
    },
    {
        claim: "the Schema Registry list is empty, and no next",
        as: "cloud",
        send: "GET /srcm/v3/clusters?environment={env}&page_size=99",
        status: 200,
        answer: { data: [], metadata: { next: absent } },
    },
    {
        claim: "a cluster is found in the list of its environment",
        as: "cloud",
        send: "GET /cmk/v2/clusters?environment={env}&page_size=99",
        status: 200,
        answer: { kind: "ClusterList", data: [clusterView], metadata: { next: absent } },
    },
    {
        claim: "a cluster in another environment is not there",
        as: "cloud",
        send: "GET /cmk/v2/clusters/{lkc}?environment=env-none",
        status: 404,
        answer: cloudError(404),
    },
    {
        claim: "max_ecku and name change in one PATCH",
        as: "cloud",
        send: "PATCH /cmk/v2/clusters/{lkc}",
        body: {
            spec: {
                environment: { id: "{env}", related: "", resource_name: "" },
                display_name: "{prefix}-renamed",
                config: { kind: "Basic", max_ecku: 5 },
            },
        },
        status: 200,
        answer: { spec: { display_name: "{prefix}-renamed", config: { kind: "Basic", max_ecku: 5 } } },
    },
    {
        claim: "an environment with a cluster in it is not deleted",
        as: "cloud",
        send: "DELETE /org/v2/environments/{env}",
        status: 409,
        answer: cloudError(409, /lkc-/),
    },

    // 3. Service accounts
    {
        claim: "a service account is created",
        as: "cloud",
        send: "POST /iam/v2/service-accounts",
        body: { display_name: "{prefix}-manager", description: "manages" },
        status: 201,
        answer: { id: /^sa-/, api_version: "iam/v2", kind: "ServiceAccount" },
        keep: { manager: "id" },
    },
    {
        claim: "a service account's name is taken once",
        as: "cloud",
        send: "POST /iam/v2/service-accounts",
        body: { display_name: "{prefix}-manager" },
        status: 409,
        answer: cloudError(409, /already in use/),
    },
    {
        claim: "a service account needs no description",
        as: "cloud",
        send: "POST /iam/v2/service-accounts",
        body: { display_name: "{prefix}-app" },
        status: 201,
        answer: { display_name: "{prefix}-app", description: "" },
        keep: { app: "id" },
    },
    {
        claim: "a description is changed to nothing",
        as: "cloud",
        send: "PATCH /iam/v2/service-accounts/{manager}",
        body: { description: "" },
        status: 200,
        answer: { display_name: "{prefix}-manager", description: "" },
    },
    {
        claim: "a service account is read",
        as: "cloud",
        send: "GET /iam/v2/service-accounts/{app}",
        status: 200,
        answer: {
            id: "{app}",
            display_name: "{prefix}-app",
            description: "",
            api_version: "iam/v2",
            kind: "ServiceAccount",
        },
    },

    // 7. Role binding, before the manager's key is used
    {
        claim: "a role this cloud does not know is refused with a sentence",
        as: "cloud",
        send: "POST /iam/v2/role-bindings",
        body: { principal: "User:{manager}", role_name: "Emperor", crn_pattern: "{rbac}" },
        status: 400,
        answer: cloudError(400, /Emperor.*CloudClusterAdmin/),
    },
    {
        claim: "a role is bound on the cluster",
        as: "cloud",
        send: "POST /iam/v2/role-bindings",
        body: { principal: "User:{manager}", role_name: "CloudClusterAdmin", crn_pattern: "{rbac}" },
        status: 201,
        answer: { id: /^rb-/ },
        keep: { rb: "id" },
    },
    {
        claim: "a role binding is read as it was asked for",
        as: "cloud",
        send: "GET /iam/v2/role-bindings/{rb}",
        status: 200,
        answer: { id: "{rb}", principal: "User:{manager}", role_name: "CloudClusterAdmin", crn_pattern: "{rbac}" },
    },

    // 4. API keys
    {
        claim: "a key for an owner that is not there is a 404",
        as: "cloud",
        send: "POST /iam/v2/api-keys",
        body: { spec: { display_name: "k", description: "", owner: ownerRef("sa-none"), resource: clusterRef } },
        status: 404,
        answer: cloudError(404),
    },
    ...["manager", "app"].map((who) => ({
        claim: `a key for ${who} is created, with its secret`,
        as: "cloud",
        send: "POST /iam/v2/api-keys",
        body: {
            spec: {
                display_name: `{prefix}-${who}`,
                description: "",
                owner: ownerRef(`{${who}}`),
                resource: clusterRef,
            },
        },
        status: 201,
        answer: {
            id: /^[A-Z0-9]{16}$/,
            spec: { secret: /^\S{64}$/, resource: { id: "{lkc}", kind: "Cluster", api_version: "cmk/v2" } },
        },
        keep: { [`${who}Key`]: "id", [`${who}Secret`]: "spec.secret" },
    })),
    {
        claim: "the sync finds Kafka REST through the cluster",
        as: "cloud",
        send: `GET ${cluster}`,
        status: 200,
        answer: { spec: { http_endpoint: "{base}" } },
    },
    {
        claim: "a new key may list topics at once, and sees none it has no right to",
        as: "app",
        send: `GET ${kafkaRest}/topics`,
        status: 200,
        answer: { kind: "KafkaTopicList", data: [] },
    },
    { claim: "and again: the sync wants two in a row", as: "app", send: `GET ${kafkaRest}/topics`, status: 200 },
    {
        claim: "a key is read without its secret",
        as: "cloud",
        send: "GET /iam/v2/api-keys/{appKey}",
        status: 200,
        answer: {
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
        as: "cloud",
        send: "PATCH /iam/v2/api-keys/{appKey}",
        body: { spec: { display_name: "{prefix}-app2" } },
        status: 200,
        answer: { spec: { display_name: "{prefix}-app2", secret: absent } },
    },
    {
        claim: "a cluster's key is not a Cloud key",
        as: "app",
        send: "GET /org/v2/environments",
        status: 401,
        answer: cloudError(401, /not a Cluster API Key/),
    },
    {
        claim: "the Cloud key is not a cluster's key",
        as: "cloud",
        send: `GET ${kafkaRest}/topics`,
        status: 401,
        answer: { error_code: 40101, message: text },
    },
    {
        claim: "a wrong secret is a 401 of Kafka REST",
        as: "app, wrong secret",
        send: `GET ${kafkaRest}/topics`,
        status: 401,
        answer: { error_code: 40101, message: text },
    },
    {
        claim: "another cluster than the key's is a 404",
        as: "app",
        send: "GET /kafka/v3/clusters/lkc-none/topics",
        status: 404,
        answer: { error_code: 404, message: text },
    },

    // 5. Topics
    {
        claim: "a key without the right creates no topic",
        as: "app",
        send: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.orders", partitions_count: 2, configs: [] },
        status: 403,
        answer: { error_code: 40301, message: text },
    },
    {
        claim: "a topic is created",
        as: "manager",
        send: `POST ${kafkaRest}/topics`,
        body: {
            topic_name: "{prefix}.orders",
            partitions_count: 2,
            configs: [{ name: "retention.ms", value: "3600000" }],
        },
        status: 201,
        answer: { topic_name: "{prefix}.orders", partitions_count: 2 },
    },
    {
        claim: "a topic is read",
        as: "manager",
        send: `GET ${topic}`,
        status: 200,
        answer: { kind: "KafkaTopic", cluster_id: "{lkc}", topic_name: "{prefix}.orders", partitions_count: 2 },
    },
    {
        claim: "a topic's configs say which were set on it",
        as: "manager",
        send: `GET ${topic}/configs`,
        status: 200,
        answer: { "data:name=retention.ms": { value: "3600000", source: "DYNAMIC_TOPIC_CONFIG", is_default: false } },
    },
    {
        claim: "a topic's defaults are told as such",
        as: "manager",
        send: `GET ${topic}/configs`,
        status: 200,
        answer: { "data:name=cleanup.policy": { value: "delete", source: "DEFAULT_CONFIG", is_default: true } },
    },
    {
        claim: "a topic's name is taken once",
        as: "manager",
        send: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.orders", partitions_count: 2, configs: [] },
        status: 400,
        answer: { error_code: 40002, message: /already exists/ },
    },
    {
        claim: "an invalid topic name is a 400",
        as: "manager",
        send: `POST ${kafkaRest}/topics`,
        body: { topic_name: "no good", partitions_count: 2, configs: [] },
        status: 400,
        answer: { error_code: 40002, message: text },
    },
    {
        claim: "an unknown config is a 400",
        as: "manager",
        send: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.other", partitions_count: 2, configs: [{ name: "colour", value: "red" }] },
        status: 400,
        answer: { error_code: 40002, message: /colour/ },
    },
    {
        claim: "partitions grow",
        as: "manager",
        send: `PATCH ${topic}`,
        body: { partitions_count: 4 },
        status: 200,
        answer: { partitions_count: 4 },
    },
    {
        claim: "partitions do not shrink",
        as: "manager",
        send: `PATCH ${topic}`,
        body: { partitions_count: 1 },
        status: 400,
        answer: { error_code: 40002, message: text },
    },
    {
        claim: "configs are set",
        as: "manager",
        send: `POST ${topic}/configs:alter`,
        body: {
            data: [
                { name: "retention.ms", value: "7200000" },
                { name: "cleanup.policy", value: "compact" },
            ],
        },
        status: 204,
    },
    {
        claim: "configs that were set read so at once",
        as: "manager",
        send: `GET ${topic}/configs`,
        status: 200,
        answer: { "data:name=cleanup.policy": { value: "compact", source: "DYNAMIC_TOPIC_CONFIG" } },
    },
    {
        claim: "a config goes back to its default",
        as: "manager",
        send: `POST ${topic}/configs:alter`,
        body: { data: [{ name: "cleanup.policy", operation: "DELETE" }] },
        status: 204,
    },
    {
        claim: "a config that went back is a default again",
        as: "manager",
        send: `GET ${topic}/configs`,
        status: 200,
        answer: { "data:name=cleanup.policy": { value: "delete", source: "DEFAULT_CONFIG" } },
    },
    {
        claim: "a topic that is not there is a 404",
        as: "manager",
        send: `GET ${kafkaRest}/topics/{prefix}.none`,
        status: 404,
        answer: { error_code: 40403, message: text },
    },
    {
        claim: "a key without a right on a topic does not read it",
        as: "app",
        send: `GET ${topic}`,
        status: 403,
        answer: { error_code: 40301, message: text },
    },

    // 6. ACLs
    {
        claim: "a key without the right gives none",
        as: "app",
        send: `POST ${kafkaRest}/acls`,
        body: seven,
        status: 403,
        answer: { error_code: 40301, message: text },
    },
    {
        claim: "an ACL is created, with an empty answer",
        as: "manager",
        send: `POST ${kafkaRest}/acls`,
        body: seven,
        status: 201,
    },
    {
        claim: "an ACL is read by all seven as exactly one",
        as: "manager",
        send: `GET ${kafkaRest}/acls?${aclQuery}`,
        status: 200,
        answer: { kind: "KafkaAclList", data: [seven] },
    },
    {
        claim: "a list of ACLs has no rights of roles",
        as: "manager",
        send: `GET ${kafkaRest}/acls`,
        status: 200,
        answer: { data: [seven] },
    },
    { claim: "the account's key has the right at once", as: "app", send: `GET ${topic}`, status: 200 },
    {
        claim: "an unknown operation is a 400 that names the known",
        as: "manager",
        send: `POST ${kafkaRest}/acls`,
        body: { ...seven, operation: "FLY" },
        status: 400,
        answer: { error_code: 40002, message: /FLY.*READ/ },
    },
    {
        claim: "a right for a bare key is refused",
        as: "manager",
        send: `POST ${kafkaRest}/acls`,
        body: { ...seven, principal: "User:{appKey}" },
        status: 400,
        answer: { error_code: 40002, message: /sa-/ },
    },
    {
        claim: "a right for a single host is refused",
        as: "manager",
        send: `POST ${kafkaRest}/acls`,
        body: { ...seven, host: "127.0.0.1" },
        status: 400,
        answer: { error_code: 40002, message: /use \*/ },
    },
    {
        claim: "deleting every ACL there may be takes no right of a role",
        as: "manager",
        send: `DELETE ${kafkaRest}/acls?principal=User:{manager}`,
        status: 200,
        answer: { data: [] },
    },
    { claim: "as the manager's next request shows", as: "manager", send: `GET ${topic}`, status: 200 },
    {
        claim: "a second key of the account has its rights too",
        as: "cloud",
        send: "POST /iam/v2/api-keys",
        body: { spec: { display_name: "second", description: "", owner: ownerRef("{app}"), resource: clusterRef } },
        status: 201,
        keep: { secondKey: "id", secondSecret: "spec.secret" },
    },
    { claim: "as its first request shows", as: "second", send: `GET ${topic}`, status: 200 },
    {
        claim: "an ACL is deleted and told",
        as: "manager",
        send: `DELETE ${kafkaRest}/acls?${aclQuery}`,
        status: 200,
        answer: { data: [seven] },
    },
    {
        claim: "an ACL that is gone is an empty list",
        as: "manager",
        send: `GET ${kafkaRest}/acls?${aclQuery}`,
        status: 200,
        answer: { data: [] },
    },
    {
        claim: "deleting an ACL that is gone is a success",
        as: "manager",
        send: `DELETE ${kafkaRest}/acls?${aclQuery}`,
        status: 200,
        answer: { data: [] },
    },
    { claim: "the account's key has lost the right", as: "second", send: `GET ${topic}`, status: 403 },

    // And everything ends
    { claim: "a topic is deleted", as: "manager", send: `DELETE ${topic}`, status: 204 },
    {
        claim: "a deleted topic is a 404 at once",
        as: "manager",
        send: `GET ${topic}`,
        status: 404,
        answer: { error_code: 40403 },
    },
    {
        claim: "a topic is left for the cluster to take along",
        as: "manager",
        send: `POST ${kafkaRest}/topics`,
        body: { topic_name: "{prefix}.left", partitions_count: 1, configs: [] },
        status: 201,
    },
    { claim: "a key is deleted", as: "cloud", send: "DELETE /iam/v2/api-keys/{secondKey}", status: 204 },
    {
        claim: "a deleted key is a 404",
        as: "cloud",
        send: "GET /iam/v2/api-keys/{secondKey}",
        status: 404,
        answer: cloudError(404),
    },
    { claim: "a deleted key opens nothing", as: "second", send: `GET ${kafkaRest}/topics`, status: 401 },
    { claim: "its account's other key still does", as: "app", send: `GET ${kafkaRest}/topics`, status: 200 },
    {
        claim: "a service account is deleted with its keys",
        as: "cloud",
        send: "DELETE /iam/v2/service-accounts/{app}",
        status: 204,
    },
    { claim: "a key of a deleted account opens nothing", as: "app", send: `GET ${kafkaRest}/topics`, status: 401 },
    { claim: "a key of a deleted account is gone", as: "cloud", send: "GET /iam/v2/api-keys/{appKey}", status: 404 },
    {
        claim: "a role binding is deleted and told",
        as: "cloud",
        send: "DELETE /iam/v2/role-bindings/{rb}",
        status: 200,
        answer: { id: "{rb}" },
    },
    { claim: "a role binding that is gone is a 404", as: "cloud", send: "GET /iam/v2/role-bindings/{rb}", status: 404 },
    {
        claim: "a key whose role is gone has lost the right",
        as: "manager",
        send: `GET ${kafkaRest}/topics/{prefix}.left`,
        status: 403,
    },
    {
        claim: "deletion protection keeps a cluster",
        as: "cloud",
        send: "PATCH /cmk/v2/clusters/{lkc}",
        body: { spec: { environment: { id: "{env}" }, deletion_protection: true } },
        status: 200,
        answer: { spec: { deletion_protection: true, config: { max_ecku: 5 } } },
    },
    {
        claim: "as its deletion says",
        as: "cloud",
        send: `DELETE ${cluster}`,
        status: 409,
        answer: cloudError(409, /deletion/),
    },
    {
        claim: "and is taken away in a PATCH of its own",
        as: "cloud",
        send: "PATCH /cmk/v2/clusters/{lkc}",
        body: { spec: { environment: { id: "{env}" }, deletion_protection: false } },
        status: 200,
        answer: { spec: { deletion_protection: false } },
    },
    { claim: "a cluster is deleted with all that is in it", as: "cloud", send: `DELETE ${cluster}`, status: 204 },
    { claim: "a deleted cluster is a 404", as: "cloud", send: `GET ${cluster}`, status: 404, answer: cloudError(404) },
    {
        claim: "a key of a deleted cluster is gone",
        as: "cloud",
        send: "GET /iam/v2/api-keys/{managerKey}",
        status: 404,
    },
    {
        claim: "the other service account is deleted",
        as: "cloud",
        send: "DELETE /iam/v2/service-accounts/{manager}",
        status: 204,
    },
    { claim: "an empty environment is deleted", as: "cloud", send: "DELETE /org/v2/environments/{env}", status: 204 },
    { claim: "a deleted environment is a 404", as: "cloud", send: "GET /org/v2/environments/{env}", status: 404 },
];

/** Each row as a claim and its proof; to be run in order, on a cloud with no cluster. It leaves nothing behind. */
export function contractSteps(cloud: () => { url: string; key: string; secret: string }) {
    const kept: Record<string, string> = { prefix: `contract-${Date.now().toString(36)}` };
    return wireContract.map((row) => ({
        claim: row.claim,
        async run() {
            const { url, key, secret } = cloud();
            Object.assign(kept, { base: url, cloudKey: key, cloudSecret: secret });
            const [method = "", path = ""] = filled(row.send, kept).split(" ");
            const headers: Record<string, string> = { ...login(row.as, kept) };
            if (row.body !== undefined) headers["content-type"] = "application/json";
            const body = row.body === undefined ? undefined : JSON.stringify(filled(row.body, kept));
            const ask = async () => {
                const response = await fetch(`${url}${path}`, { method, headers, body: body ?? null });
                return { response, text: await response.text() };
            };
            let { response, text } = await ask();
            while (row.polled && text.includes('"PROVISIONING"')) {
                await sleep(100);
                ({ response, text } = await ask());
            }
            assert.equal(response.status, row.status, `${method} ${path}: ${text}`);
            if (text) assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
            const answer: unknown = text ? JSON.parse(text) : undefined;
            if (row.answer !== undefined) matches(answer, filled(row.answer, kept), "answer");
            for (const [name, at] of Object.entries(row.keep ?? {})) {
                const value = at
                    .split(".")
                    .reduce<unknown>((item, part) => (item as Record<string, unknown>)?.[part], answer);
                assert.equal(typeof value, "string", `${at} of the answer`);
                // The provider calls what stands before /kafka= the cluster's rbac_crn.
                kept[name] = (value as string).replace(/\/kafka=.*$/, "");
            }
        },
    }));
}

function login(as: string, kept: Record<string, string>): Record<string, string> {
    const [who = "", wrong] = as.split(", ");
    if (who === "nobody") return {};
    const secret = wrong ? "wrong" : kept[`${who}Secret`];
    return { authorization: `Basic ${Buffer.from(`${kept[`${who}Key`]}:${secret}`).toString("base64")}` };
}

function filled<T>(template: T, kept: Record<string, string>): T {
    const fill = (value: unknown): unknown => {
        if (typeof value === "string") return value.replace(/\{(\w+)\}/g, (all, name) => kept[name] ?? all);
        if (Array.isArray(value)) return value.map(fill);
        if (value && typeof value === "object" && !(value instanceof RegExp)) {
            return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item)]));
        }
        return value;
    };
    return fill(template) as T;
}

/** `list:field=value` names the one element of a list by a field; a plain array must match element by element. */
function matches(actual: unknown, expected: unknown, at: string) {
    if (expected instanceof RegExp) return assert.match(String(actual), expected, at);
    if (Array.isArray(expected)) {
        assert.equal((actual as unknown[])?.length, expected.length, `${at} has ${JSON.stringify(actual)}`);
        for (const [i, item] of expected.entries()) matches((actual as unknown[])[i], item, `${at}[${i}]`);
        return;
    }
    if (!expected || typeof expected !== "object") return assert.equal(actual, expected, at);
    for (const [key, item] of Object.entries(expected)) {
        const [, list, field, value] = /^(\w+):(\w+)=(.+)$/.exec(key) ?? [];
        const here = (actual ?? {}) as Record<string, unknown>;
        if (item === absent) assert.ok(!(key in here), `${at}.${key} must not be there`);
        else if (list && field) {
            const items = here[list] as Record<string, unknown>[];
            matches(
                items.find((candidate) => candidate[field] === value),
                item,
                `${at}.${key}`,
            );
        } else matches(here[key], item, `${at}.${key}`);
    }
}
