import assert from "node:assert/strict";
import { Admin } from "@platformatic/kafka";
import { topicsCheck } from "../../../ops/checks/topics";
import { findProblems } from "./find-problems";

interface Topic {
    partitions: number;
    retentionMs: string;
}

const hourMs = 3_600_000;
const kafka = {
    applicationAccess: { pulse: { secretArn: "arn:pulse" }, ledger: { secretArn: "arn:ledger" } },
    declaredTopics: {
        orders: { partitions: 3, retentionHours: 24 },
        payments: { partitions: 1, retentionHours: 1 },
    },
};
const orders = { partitions: 3, retentionMs: String(24 * hourMs) };
const payments = { partitions: 1, retentionMs: String(hourMs) };
/** The topics that each application sees. */
const good: Record<string, Record<string, Topic>> = { "arn:pulse": { orders }, "arn:ledger": { payments } };

describe("the check of the topics", () => {
    const { listTopics, metadata, describeConfigs, close } = Admin.prototype;
    let topicsByApplication: typeof good;
    let refusal: Error | undefined;
    let clientsClosed: number;

    /** What the application whose secret was read last sees. */
    let visibleTopics: Record<string, Topic>;
    const fakeAdmin = {
        listTopics: async () => (refusal ? Promise.reject(refusal) : Object.keys(visibleTopics)),
        metadata: async ({ topics }: { topics: string[] }) => ({
            topics: new Map(topics.map((name) => [name, { partitionsCount: visibleTopics[name]?.partitions }])),
        }),
        describeConfigs: async ({ resources }: { resources: { resourceName: string }[] }) =>
            resources.map(({ resourceName }) => ({
                resourceName,
                configs: [{ name: "retention.ms", value: visibleTopics[resourceName]?.retentionMs }],
            })),
        close: async () => {
            clientsClosed += 1;
        },
    };
    before(() => void Object.assign(Admin.prototype, fakeAdmin));
    after(() => void Object.assign(Admin.prototype, { listTopics, metadata, describeConfigs, close }));
    beforeEach(() => {
        topicsByApplication = { ...good };
        refusal = undefined;
        clientsClosed = 0;
    });
    const credentials = {
        bootstrapServers: "127.0.0.1:1",
        securityProtocol: "SASL_SSL",
        saslMechanism: "PLAIN",
        key: "KEY",
        secret: "its-secret",
    };
    const find = () =>
        findProblems(
            topicsCheck,
            { kafka },
            {
                GetSecretValue: ({ SecretId }: { SecretId: string }) => {
                    visibleTopics = topicsByApplication[SecretId] ?? {};
                    return { SecretString: JSON.stringify(credentials) };
                },
            },
        );

    it("passes when the applications together see every declared topic as declared", async () => {
        assert.deepEqual(await find(), []);
        assert.equal(clientsClosed, 2);
    });

    it("fails when no application sees a declared topic", async () => {
        topicsByApplication["arn:ledger"] = {};
        assert.deepEqual(await find(), ["no application sees topic payments"]);
    });

    it("fails when a topic has another number of partitions than declared", async () => {
        topicsByApplication["arn:pulse"] = { orders: { ...orders, partitions: 6 } };
        assert.deepEqual(await find(), ["partitions of orders is 6, but 3 is declared"]);
    });

    it("fails when a topic has another retention than declared", async () => {
        topicsByApplication["arn:pulse"] = { orders: { ...orders, retentionMs: String(48 * hourMs) } };
        assert.deepEqual(await find(), ["retentionHours of orders is 48, but 24 is declared"]);
    });

    it("does not report a topic that is not declared", async () => {
        topicsByApplication["arn:pulse"] = { orders, theirs: { partitions: 9, retentionMs: "1" } };
        assert.deepEqual(await find(), []);
    });

    it("throws when an application cannot connect, and closes its client", async () => {
        refusal = new Error("Authentication failed");
        await assert.rejects(find(), refusal);
        assert.equal(clientsClosed, 1);
    });
});
