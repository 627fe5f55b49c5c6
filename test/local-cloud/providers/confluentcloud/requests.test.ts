import assert from "node:assert/strict";
import { offlineProvider } from "../../../../local-cloud/providers/confluentcloud";
import type { ConfluentCloud } from "../../../../local-cloud/providers/confluentcloud/cloud";
import { Provider } from "../../../../local-cloud/providers/provider";
import type { Props } from "../../../../local-cloud/providers/resource-type";
import { type RecordedRequest, startFakeApi } from "./fake-api";

/** What the official provider sends, by its source: method, path and body, in this order. */
describe("the offline Confluent provider's requests", () => {
    const urnOf = (type: string) => ({ urn: `urn:pulumi:local::p::confluentcloud:index/${type}::it` });
    const reference = (id: string, kind?: string) => ({ id, ...(kind && { kind }), related: "", resource_name: "" });
    let api: Awaited<ReturnType<typeof startFakeApi>>;
    let provider: Provider<ConfluentCloud>;
    let answers: Record<string, object | object[] | undefined>;

    /** Answers by `METHOD path`; a list is answered one by one. */
    const next = ({ method, path }: RecordedRequest) => {
        const key = `${method} ${path}`;
        if (!(key in answers)) return { status: 404, message: "not there" };
        const all = answers[key];
        return Array.isArray(all) ? (all.length > 1 ? all.shift() : all[0]) : all;
    };
    const sent = () => api.asked.map(({ method, path, body }) => [`${method} ${path}`, ...(body ? [body] : [])]);
    const kafka = "/kafka/v3/clusters/lkc-1";
    const at = () => ({ kafkaCluster: { id: "lkc-1" }, restEndpoint: api.url, credentials: { key: "K", secret: "S" } });

    beforeEach(async () => {
        api = await startFakeApi(next);
        provider = new Provider(offlineProvider, () => {});
        provider.configure({ endpoint: api.url, cloudApiKey: "CLOUD", cloudApiSecret: "cs" });
    });
    afterEach(() => api.close());

    it("create, rename, govern and delete an environment, sending only what changed", async () => {
        const path = "/org/v2/environments";
        answers = {
            [`POST ${path}`]: { id: "env-1" },
            [`GET ${path}/env-1`]: { id: "env-1", display_name: "e1", metadata: { resource_name: "crn://e" } },
            [`PATCH ${path}/env-1`]: {},
            [`DELETE ${path}/env-1`]: undefined,
        };
        const subject = urnOf("environment:Environment");
        const { id, state } = await provider.create(subject, { displayName: "e1" }, false);
        await provider.update(subject, id, { displayName: "e2" }, { displayName: "e1" }, state, false);
        const governed = { displayName: "e2", streamGovernance: { package: "ADVANCED" } };
        await provider.update(subject, id, governed, { displayName: "e2" }, state, false);
        await provider.delete(subject, id, state);
        assert.deepEqual(state, { displayName: "e1", resourceName: "crn://e", streamGovernance: undefined });
        assert.deepEqual(sent(), [
            [`POST ${path}`, { display_name: "e1" }],
            [`GET ${path}/env-1`],
            [`PATCH ${path}/env-1`, { display_name: "e2" }],
            [`GET ${path}/env-1`],
            [`PATCH ${path}/env-1`, { stream_governance_config: { package: "ADVANCED" } }],
            [`GET ${path}/env-1`],
            [`DELETE ${path}/env-1`],
        ]);
        assert.deepEqual(new Set(api.asked.map(({ credentials }) => credentials)), new Set(["CLOUD:cs"]));
    });

    it("create a Basic cluster, wait until it is provisioned, delete it and wait until it is gone", async () => {
        const one = "/cmk/v2/clusters/lkc-1?environment=env-1";
        const view = (phase: string) => ({
            id: "lkc-1",
            metadata: { resource_name: "crn://c/organization=O/environment=env-1/cloud-cluster=lkc-1/kafka=lkc-1" },
            spec: {
                display_name: "c",
                availability: "SINGLE_ZONE",
                cloud: "AWS",
                region: "us-east-1",
                config: { kind: "Basic", max_ecku: 5 },
                http_endpoint: "http://x",
                environment: { id: "env-1" },
            },
            status: { phase },
        });
        const gone = { status: 404 };
        answers = {
            "POST /cmk/v2/clusters": { id: "lkc-1" },
            "GET /org/v2/environments/env-1": { id: "env-1" },
            [`GET ${one}`]: [view("PROVISIONING"), view("PROVISIONED"), view("PROVISIONED"), gone],
            [`DELETE ${one}`]: undefined,
        };
        const inputs = {
            displayName: "c",
            availability: "SINGLE_ZONE",
            cloud: "AWS",
            region: "us-east-1",
            basic: { maxEcku: 5 },
            environment: { id: "env-1" },
        };
        const subject = urnOf("kafkaCluster:KafkaCluster");
        const { id, state } = await provider.create(subject, inputs, false);
        await provider.delete(subject, id, state);
        assert.equal(state.rbacCrn, "crn://c/organization=O/environment=env-1/cloud-cluster=lkc-1");
        assert.deepEqual([state.restEndpoint, state.basic], ["http://x", { maxEcku: 5 }]);
        const spec = {
            display_name: "c",
            availability: "SINGLE_ZONE",
            cloud: "AWS",
            region: "us-east-1",
            config: { kind: "Basic", max_ecku: 5 },
            environment: reference("env-1"),
        };
        assert.deepEqual(sent(), [
            ["POST /cmk/v2/clusters", { spec }],
            [`GET ${one}`],
            [`GET ${one}`],
            ["GET /org/v2/environments/env-1"],
            [`GET ${one}`],
            [`DELETE ${one}`],
            [`GET ${one}`],
        ]);
    });

    it("create a key, and test it on the cluster's endpoint until it is accepted twice in a row", async () => {
        const topics = `${kafka}/topics`;
        const owner = { id: "sa-1", kind: "ServiceAccount", apiVersion: "iam/v2" };
        const managedResource = { id: "lkc-1", kind: "Cluster", apiVersion: "cmk/v2", environment: { id: "env-1" } };
        const spec = {
            display_name: "k",
            description: "",
            owner: { id: "sa-1", kind: "ServiceAccount", api_version: "iam/v2" },
            resource: { id: "lkc-1", kind: "Cluster", api_version: "cmk/v2" },
        };
        answers = {
            "POST /iam/v2/api-keys": { id: "NEW", spec: { ...spec, secret: "told-once" } },
            "GET /cmk/v2/clusters/lkc-1?environment=env-1": { spec: { http_endpoint: api.url } },
            [`GET ${topics}`]: [{ status: 401 }, { data: [] }, { data: [] }],
            "GET /iam/v2/api-keys/NEW": { id: "NEW", spec },
        };
        const { id, state } = await provider.create(
            urnOf("apiKey:ApiKey"),
            { displayName: "k", owner, managedResource, disableWaitForReady: false },
            false,
        );
        assert.deepEqual([id, state.secret], ["NEW", "told-once"]);
        assert.deepEqual([state.owner, state.managedResource], [owner, managedResource]);
        assert.deepEqual(sent(), [
            [
                "POST /iam/v2/api-keys",
                {
                    spec: {
                        display_name: "k",
                        description: "",
                        owner: reference("sa-1", "ServiceAccount"),
                        resource: reference("lkc-1", "Cluster"),
                    },
                },
            ],
            ["GET /cmk/v2/clusters/lkc-1?environment=env-1"],
            [`GET ${topics}`],
            [`GET ${topics}`],
            [`GET ${topics}`],
            ["GET /iam/v2/api-keys/NEW"],
        ]);
        assert.deepEqual(
            api.asked.filter(({ path }) => path === topics).map(({ credentials }) => credentials),
            ["NEW:told-once", "NEW:told-once", "NEW:told-once"],
        );
    });

    it("create, grow, configure and delete a topic with the cluster's key", async () => {
        const topic = `${kafka}/topics/orders`;
        const settings = (value: string) => ({
            data: [
                { name: "retention.ms", value, source: "DYNAMIC_TOPIC_CONFIG" },
                { name: "cleanup.policy", value: "delete", source: "DEFAULT_CONFIG" },
            ],
        });
        answers = {
            [`POST ${kafka}/topics`]: {},
            [`GET ${topic}`]: [
                { topic_name: "orders", partitions_count: 3 },
                { topic_name: "orders", partitions_count: 6 },
                { status: 404 },
            ],
            [`GET ${topic}/configs`]: [settings("1"), settings("2")],
            [`PATCH ${topic}`]: {},
            [`POST ${topic}/configs:alter`]: undefined,
            [`DELETE ${topic}`]: undefined,
        };
        const subject = urnOf("kafkaTopic:KafkaTopic");
        const old = {
            ...at(),
            topicName: "orders",
            partitionsCount: 3,
            config: { "retention.ms": "1", "segment.ms": "9" },
        };
        const now = { ...old, partitionsCount: 6, config: { "retention.ms": "2" } };
        const { id, state } = await provider.create(subject, old, false);
        assert.deepEqual([id, state.config], ["lkc-1/orders", { "retention.ms": "1" }]);
        await provider.update(subject, id, now, old, state, false);
        await provider.delete(subject, id, { ...state, ...at() });
        const configs = [
            { name: "retention.ms", value: "1" },
            { name: "segment.ms", value: "9" },
        ];
        const data = [
            { name: "retention.ms", value: "2" },
            { name: "segment.ms", operation: "DELETE" },
        ];
        assert.deepEqual(sent(), [
            [`POST ${kafka}/topics`, { topic_name: "orders", partitions_count: 3, configs }],
            [`GET ${topic}`],
            [`GET ${topic}/configs`],
            [`PATCH ${topic}`, { partitions_count: 6 }],
            [`POST ${topic}/configs:alter`, { data }],
            [`GET ${topic}/configs`],
            [`GET ${topic}`],
            [`GET ${topic}/configs`],
            [`DELETE ${topic}`],
            [`GET ${topic}`],
        ]);
        assert.deepEqual(new Set(api.asked.map(({ credentials }) => credentials)), new Set(["K:S"]));
    });

    it("refuse to change a topic setting that nobody can change in Confluent Cloud", async () => {
        const old = { ...at(), topicName: "orders", partitionsCount: 3 };
        const change = (config: object) =>
            provider.update(urnOf("kafkaTopic:KafkaTopic"), "lkc-1/orders", { ...old, config }, old, {}, false);
        await assert.rejects(change({ "compression.type": "gzip" }), {
            message: /compression.type is read-only in Confluent Cloud; leave it out of the topic's config/,
        });
        assert.deepEqual(sent(), []);
    });

    it("take a newer word for the same availability for no change", async () => {
        const read = async (availability: string) => {
            answers = {
                "GET /cmk/v2/clusters/lkc-1?environment=env-1": { spec: { availability, config: {}, environment: {} } },
            };
            const known = { availability: "SINGLE_ZONE", environment: { id: "env-1" } };
            const inputs = { availability: "SINGLE_ZONE" };
            const seen = await provider.read(urnOf("kafkaCluster:KafkaCluster"), "lkc-1", inputs, known);
            return [seen.inputs.availability, seen.state.availability];
        };
        assert.deepEqual(await read("LOW"), ["SINGLE_ZONE", "SINGLE_ZONE"]);
        assert.deepEqual(await read("HIGH"), ["HIGH", "HIGH"]);
    });

    it("create, find and delete an ACL by all seven fields", async () => {
        const query =
            "resource_type=TOPIC&resource_name=orders&pattern_type=LITERAL&principal=User%3Asa-1&host=*&operation=READ&permission=ALLOW";
        const body = {
            resource_type: "TOPIC",
            resource_name: "orders",
            pattern_type: "LITERAL",
            principal: "User:sa-1",
            host: "*",
            operation: "READ",
            permission: "ALLOW",
        };
        answers = {
            [`POST ${kafka}/acls`]: undefined,
            [`GET ${kafka}/acls?${query}`]: { data: [body] },
            [`DELETE ${kafka}/acls?${query}`]: { data: [body] },
        };
        const inputs = {
            ...at(),
            resourceType: "TOPIC",
            resourceName: "orders",
            patternType: "LITERAL",
            principal: "User:sa-1",
            host: "*",
            operation: "READ",
            permission: "ALLOW",
        };
        const subject = urnOf("kafkaAcl:KafkaAcl");
        const { id, state } = await provider.create(subject, inputs, false);
        await provider.delete(subject, id, state);
        assert.deepEqual(sent(), [
            [`POST ${kafka}/acls`, body],
            [`GET ${kafka}/acls?${query}`],
            [`DELETE ${kafka}/acls?${query}`],
        ]);
    });

    it("treat an ACL without data, and a forbidden cloud resource, as deleted", async () => {
        const subject = urnOf("kafkaAcl:KafkaAcl");
        const id = "lkc-1/TOPIC#orders#LITERAL#User:sa-1#*#READ#ALLOW";
        answers = { "GET /iam/v2/role-bindings/rb-1": { status: 403, errors: [{ detail: "forbidden" }] } };
        assert.equal((await provider.read(subject, id, {}, at() as Props)).id, "");
        assert.equal((await provider.read(urnOf("roleBinding:RoleBinding"), "rb-1", {}, {})).id, "");
    });

    it("report the cloud's own error message, and a missing resource on delete as an error", async () => {
        answers = { "POST /iam/v2/service-accounts": { status: 409, errors: [{ detail: "the name is taken" }] } };
        const subject = urnOf("serviceAccount:ServiceAccount");
        await assert.rejects(provider.create(subject, { displayName: "a" }, false), {
            message:
                "create confluentcloud:index/serviceAccount:ServiceAccount it: POST /iam/v2/service-accounts: 409 Conflict: the name is taken",
        });
        await assert.rejects(provider.delete(subject, "sa-1", {}), /404 Not Found/);
    });

    it("report the status when the cluster's key is refused, and do not treat topics as deleted", async () => {
        const path = `${kafka}/topics/orders`;
        answers = { [`GET ${path}`]: { status: 401, message: "Authentication failed" } };
        const known = { topicName: "orders", ...at() } as Props;
        await assert.rejects(provider.read(urnOf("kafkaTopic:KafkaTopic"), "lkc-1/orders", {}, known), {
            message: `read confluentcloud:index/kafkaTopic:KafkaTopic it: GET ${path}: 401 Unauthorized: Authentication failed`,
        });
    });

    it("find an environment and a cluster by their ids", async () => {
        answers = {
            "GET /org/v2/environments/env-1": {
                id: "env-1",
                display_name: "e",
                metadata: { resource_name: "crn://e" },
            },
            "GET /cmk/v2/clusters/lkc-1?environment=env-1": {
                id: "lkc-1",
                metadata: { resource_name: "crn://c/cloud-cluster=lkc-1/kafka=lkc-1" },
                spec: {
                    availability: "SINGLE_ZONE",
                    config: { kind: "Basic", max_ecku: 5 },
                    http_endpoint: "http://x",
                    kafka_bootstrap_endpoint: "SASL_SSL://x:9092",
                    environment: { id: "env-1" },
                },
            },
        };
        const find = (name: string, args: Props) => provider.invoke(`confluentcloud:index/${name}:${name}`, args);
        const environment = await find("getEnvironment", { id: "env-1" });
        assert.deepEqual(environment, {
            id: "env-1",
            displayName: "e",
            resourceName: "crn://e",
            streamGovernance: { package: "" },
        });
        const cluster = await find("getKafkaCluster", { id: "lkc-1", environment: { id: "env-1" } });
        const { id, basics, availability, restEndpoint, rbacCrn } = cluster;
        assert.deepEqual(
            { id, basics, availability, restEndpoint, rbacCrn },
            {
                id: "lkc-1",
                basics: [{ maxEcku: 5 }],
                availability: "SINGLE_ZONE",
                restEndpoint: "http://x",
                rbacCrn: "crn://c/cloud-cluster=lkc-1",
            },
        );
        await assert.rejects(find("getEnvironment", { id: "env-2" }), { message: "environment env-2 does not exist." });
        await assert.rejects(find("getKafkaCluster", { displayName: "c", environment: { id: "env-1" } }), {
            message: "id is not set; the local cloud looks up a cluster by its id only.",
        });
    });

    it("find a service account by its name, on any page", async () => {
        const path = "/iam/v2/service-accounts";
        answers = {
            [`GET ${path}?page_size=99`]: {
                data: [{ id: "sa-1", display_name: "a" }],
                metadata: { next: `${api.url}${path}?page_size=99&page_token=99` },
            },
            [`GET ${path}?page_size=99&page_token=99`]: { data: [{ id: "sa-2", display_name: "b" }], metadata: {} },
            [`GET ${path}/sa-2`]: { id: "sa-2", display_name: "b", description: "d" },
        };
        const find = (displayName: string) =>
            provider.invoke("confluentcloud:index/getServiceAccount:getServiceAccount", { displayName });
        const { id, displayName, description } = await find("b");
        assert.deepEqual([id, displayName, description], ["sa-2", "b", "d"]);
        await assert.rejects(find("c"), { message: "there is no service account c." });
    });

    it("replace a topic, deleting first, only if it gets fewer partitions", () => {
        const subject = urnOf("kafkaTopic:KafkaTopic");
        const of = (partitionsCount: number) => ({ topicName: "orders", partitionsCount });
        const grown = provider.diff(subject, of(6), of(3));
        const shrunk = provider.diff(subject, of(3), of(6));
        assert.deepEqual([grown.changed, grown.replaces], [["partitionsCount"], []]);
        assert.deepEqual([shrunk.replaces, shrunk.deleteBeforeReplace], [["partitionsCount"], true]);
    });

    it("prefer the provider's cluster to the resource's", async () => {
        const elsewhere = {
            kafkaCluster: { id: "lkc-9" },
            restEndpoint: "http://127.0.0.1:1",
            credentials: { key: "X", secret: "Y" },
        };
        provider.configure({
            endpoint: api.url,
            kafkaId: "lkc-1",
            kafkaRestEndpoint: api.url,
            kafkaApiKey: "P",
            kafkaApiSecret: "Q",
        });
        answers = {
            [`POST ${kafka}/topics`]: {},
            [`GET ${kafka}/topics/orders`]: { topic_name: "orders", partitions_count: 6 },
            [`GET ${kafka}/topics/orders/configs`]: { data: [] },
        };
        const inputs = { topicName: "orders", partitionsCount: 6, ...elsewhere };
        const { id } = await provider.create(urnOf("kafkaTopic:KafkaTopic"), inputs, false);
        assert.deepEqual([id, api.asked[0]?.credentials], ["lkc-1/orders", "P:Q"]);
    });

    it("refuse a partly configured Kafka connection", async () => {
        await assert.rejects(provider.configure({ kafkaApiKey: "K" }), {
            message:
                "kafkaApiKey, kafkaApiSecret and kafkaRestEndpoint go together, but kafkaRestEndpoint, kafkaApiSecret is not set.",
        });
    });
});
