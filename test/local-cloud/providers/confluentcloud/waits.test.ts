import assert from "node:assert/strict";
import { offlineProvider } from "../../../../local-cloud/providers/confluentcloud";
import type { ConfluentCloud } from "../../../../local-cloud/providers/confluentcloud/cloud";
import { Provider } from "../../../../local-cloud/providers/provider";
import { wallClock } from "../../../../util/wait-until";
import { startFakeApi } from "./fake-api";

/** The lengths are those of the official provider's source; see local-cloud/providers/confluentcloud/waits.ts. */
describe("the offline Confluent provider waits as the official one", () => {
    const realSleep = wallClock.sleep;
    const kafka = "/kafka/v3/clusters/lkc-1";
    const acl = "resource_type=TOPIC&resource_name=t&pattern_type=LITERAL&principal=User%3Asa-1&host=*&operation=READ";
    const aclInputs = {
        resourceType: "TOPIC",
        resourceName: "t",
        patternType: "LITERAL",
        principal: "User:sa-1",
        host: "*",
        operation: "READ",
        permission: "ALLOW",
    };
    const owner = { id: "sa-1", kind: "ServiceAccount", apiVersion: "iam/v2" };
    const managedResource = { id: "lkc-1", kind: "Cluster", apiVersion: "cmk/v2", environment: { id: "env-1" } };
    const key = { id: "K", spec: { secret: "s", owner: { id: "sa-1", kind: "ServiceAccount" } } };
    const topic = { topic_name: "t", partitions_count: 3 };
    const cluster = (phase: string) => ({ id: "lkc-1", spec: { config: {}, environment: {} }, status: { phase } });
    const gone = { status: 404 };
    const config = { data: [{ name: "retention.ms", value: "2", source: "DYNAMIC_TOPIC_CONFIG" }] };
    const clusterPath = "/cmk/v2/clusters/lkc-1?environment=env-1";
    const clusterInputs = { displayName: "c", availability: "LOW", basic: {}, environment: { id: "env-1" } };

    let api: Awaited<ReturnType<typeof startFakeApi>>;
    let provider: Provider<ConfluentCloud>;
    let slept: number[];
    let answers: Record<string, unknown[]>;

    before(() => {
        process.env.DEVMIN_SANDBOX_WAITS = "1";
    });
    beforeEach(async () => {
        slept = [];
        wallClock.sleep = async (ms) => void slept.push(ms / 1_000);
        api = await startFakeApi(({ method, path }) => {
            const all = answers[`${method} ${path}`] ?? [gone];
            return (all.length > 1 ? all.shift() : all[0]) as object;
        });
        provider = new Provider(offlineProvider, () => {});
        const kafkaSettings = { kafkaId: "lkc-1", kafkaRestEndpoint: api.url, kafkaApiKey: "K", kafkaApiSecret: "S" };
        provider.configure({ endpoint: api.url, ...kafkaSettings });
    });
    afterEach(() => api.close());
    after(() => {
        wallClock.sleep = realSleep;
        delete process.env.DEVMIN_SANDBOX_WAITS;
    });

    const urnOf = (type: string) => ({
        urn: `urn:pulumi:local::p::confluentcloud:index/${type}:${type.charAt(0).toUpperCase()}${type.slice(1)}::it`,
    });
    const create = (type: string, inputs: object) => () => provider.create(urnOf(type), { ...inputs }, false);
    const remove = (type: string, id: string, state: object) => () => provider.delete(urnOf(type), id, { ...state });
    const grow = (partitionsCount: number, retention: string) => () => {
        const old = { topicName: "t", partitionsCount: 3, config: { "retention.ms": "1" } };
        const now = { topicName: "t", partitionsCount, config: { "retention.ms": retention } };
        return provider.update(urnOf("kafkaTopic"), "lkc-1/t", now, old, old, false);
    };

    const rows: {
        claim: string;
        seconds: number[];
        does: () => Promise<unknown>;
        answers: Record<string, unknown[]>;
    }[] = [
        {
            claim: "5 s for a cluster, then a minute before it looks again",
            seconds: [5, 60],
            does: create("kafkaCluster", clusterInputs),
            answers: {
                "POST /cmk/v2/clusters": [{ id: "lkc-1" }],
                [`GET ${clusterPath}`]: [cluster("PROVISIONING"), cluster("PROVISIONED")],
                "GET /org/v2/environments/env-1": [{ id: "env-1" }],
            },
        },
        {
            claim: "5 s more for the Schema Registry of an environment with Stream Governance, and looks every 5 s",
            seconds: [5, 5, 5],
            does: create("kafkaCluster", clusterInputs),
            answers: {
                "POST /cmk/v2/clusters": [{ id: "lkc-1" }],
                [`GET ${clusterPath}`]: [cluster("PROVISIONED")],
                "GET /org/v2/environments/env-1": [{ stream_governance_config: { package: "ESSENTIALS" } }],
                "GET /srcm/v3/clusters?environment=env-1&page_size=99": [
                    { data: [] },
                    { data: [{ status: { phase: "PROVISIONED" } }] },
                ],
            },
        },
        {
            claim: "a minute for a cluster to go, and looks every minute",
            seconds: [60, 60],
            does: remove("kafkaCluster", "lkc-1", { environment: { id: "env-1" } }),
            answers: { [`DELETE ${clusterPath}`]: [{}], [`GET ${clusterPath}`]: [cluster("PROVISIONED"), gone] },
        },
        {
            claim: "two minutes for a key, which must work twice",
            seconds: [60, 60],
            does: create("apiKey", { displayName: "k", owner, managedResource }),
            answers: {
                "POST /iam/v2/api-keys": [key],
                [`GET ${clusterPath}`]: [{ spec: { http_endpoint: "" } }],
                [`GET ${kafka}/topics`]: [{ data: [] }],
                "GET /iam/v2/api-keys/K": [key],
            },
        },
        {
            claim: "15 s for a Cloud key",
            seconds: [15],
            does: create("apiKey", { displayName: "k", owner }),
            answers: {
                "POST /iam/v2/api-keys": [key],
                "GET /org/v2/environments": [{ data: [] }],
                "GET /iam/v2/api-keys/K": [key],
            },
        },
        {
            claim: "90 s for a role binding",
            seconds: [90],
            does: create("roleBinding", { principal: "User:sa-1", roleName: "r", crnPattern: "crn://c" }),
            answers: {
                "POST /iam/v2/role-bindings": [{ id: "rb-1" }],
                "GET /iam/v2/role-bindings/rb-1": [{ id: "rb-1", crn_pattern: "crn://c" }],
            },
        },
        {
            claim: "not at all for a role binding that does not want it",
            seconds: [],
            does: create("roleBinding", { principal: "User:sa-1", disableWaitForReady: true }),
            answers: {
                "POST /iam/v2/role-bindings": [{ id: "rb-1" }],
                "GET /iam/v2/role-bindings/rb-1": [{ id: "rb-1", crn_pattern: "crn://c" }],
            },
        },
        {
            claim: "10 s for a topic",
            seconds: [10],
            does: create("kafkaTopic", { topicName: "t", partitionsCount: 3 }),
            answers: {
                [`POST ${kafka}/topics`]: [{}],
                [`GET ${kafka}/topics/t`]: [topic],
                [`GET ${kafka}/topics/t/configs`]: [{ data: [] }],
            },
        },
        {
            claim: "10 s for more partitions, and 10 s for other settings",
            seconds: [10, 10],
            does: grow(6, "2"),
            answers: {
                [`PATCH ${kafka}/topics/t`]: [{}],
                [`POST ${kafka}/topics/t/configs:alter`]: [{}],
                [`GET ${kafka}/topics/t`]: [topic],
                [`GET ${kafka}/topics/t/configs`]: [config],
            },
        },
        {
            claim: "10 s for a topic to go, then a minute before it looks again",
            seconds: [10, 60],
            does: remove("kafkaTopic", "lkc-1/t", {}),
            answers: { [`DELETE ${kafka}/topics/t`]: [{}], [`GET ${kafka}/topics/t`]: [topic, gone] },
        },
        {
            claim: "10 s for an ACL",
            seconds: [10],
            does: create("kafkaAcl", aclInputs),
            answers: {
                [`POST ${kafka}/acls`]: [{}],
                [`GET ${kafka}/acls?${acl}&permission=ALLOW`]: [{ data: [{}] }],
            },
        },
    ];
    for (const row of rows) {
        it(row.claim, async () => {
            answers = { ...row.answers };
            for (const [request, all] of Object.entries(answers)) {
                answers[request] = JSON.parse(
                    JSON.stringify(all).replace('"http_endpoint":""', `"http_endpoint":"${api.url}"`),
                );
            }
            await row.does();
            assert.deepEqual(slept, row.seconds);
        });
    }

    describe("times DEVMIN_SANDBOX_WAITS", () => {
        const bind = rows.find(({ claim }) => claim.startsWith("90 s")) ?? assert.fail();
        const waitWith = async (scale: string | undefined) => {
            if (scale === undefined) delete process.env.DEVMIN_SANDBOX_WAITS;
            else process.env.DEVMIN_SANDBOX_WAITS = scale;
            answers = bind.answers;
            await bind.does();
            return slept;
        };

        it("which is 0.003 when it is not set", async () => {
            assert.deepEqual(await waitWith(undefined), [0.27]);
        });

        it("and may be 0", async () => {
            assert.deepEqual(await waitWith("0"), [0]);
        });

        for (const scale of ["", "fast", "-1", "2"]) {
            it(`and refuses ${JSON.stringify(scale)} before anything is created`, async () => {
                process.env.DEVMIN_SANDBOX_WAITS = scale;
                await assert.rejects(async () => provider.configure({ endpoint: api.url }), {
                    message:
                        `DEVMIN_SANDBOX_WAITS is ${JSON.stringify(scale)}: it must be a number from 0 to 1, ` +
                        "where 1 is as long as in an account.",
                });
            });
        }
    });
});
