import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { listClusterContents } from "../../../ops/drift/confluent-resources";
import type { ListContext } from "../../../ops/drift/found-resource";

const clusterType = "confluentcloud:index/kafkaCluster:KafkaCluster";
const acl = {
    ...{ resource_type: "TOPIC", resource_name: "orders", pattern_type: "LITERAL", principal: "User:sa-1" },
    ...{ host: "*", operation: "READ", permission: "ALLOW" },
};
const answers: Record<string, object[]> = {
    "/kafka/v3/clusters/lkc-1/topics": [
        { topic_name: "orders", is_internal: false },
        { topic_name: "__consumer_offsets", is_internal: true },
        { topic_name: "_schemas", is_internal: false },
    ],
    "/kafka/v3/clusters/lkc-1/acls": [acl],
};

describe("what is in kafka's cluster", () => {
    let server: Server;
    let requests: (string | undefined)[];
    before((done) => {
        server = createServer((request, response) => {
            requests.push(request.headers.authorization);
            response.end(JSON.stringify({ data: answers[request.url ?? ""] }));
        }).listen(0, "127.0.0.1", done);
    });
    after(() => server.close());
    beforeEach(() => {
        requests = [];
    });

    const seal = (value: string) => ({ "4dabf18193072939515e22adb298388d": "it", plaintext: JSON.stringify(value) });
    const list = (cluster: object) => {
        const inputs = {
            kafkaRestEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
            kafkaId: "lkc-1",
            kafkaApiKey: seal("KEY"),
            kafkaApiSecret: seal("secret"),
        };
        const resources = [{ type: "pulumi:providers:confluentcloud", inputs }];
        return listClusterContents({
            env: { stack: "dev" },
            pulumi: async () => JSON.stringify({ deployment: { resources } }),
            resources: [cluster],
        } as unknown as ListContext);
    };

    it("is listed as its manager, with the ids that states have", async () => {
        assert.deepEqual(await list({ type: clusterType, id: "lkc-1" }), [
            { kind: "topic", id: "lkc-1/orders" },
            { kind: "ACL", id: "lkc-1/TOPIC#orders#LITERAL#User:sa-1#*#READ#ALLOW" },
        ]);
        const authorization = `Basic ${Buffer.from("KEY:secret").toString("base64")}`;
        assert.deepEqual(requests, [authorization, authorization]);
    });

    it("is not listed in a cluster of others", async () => {
        assert.deepEqual(await list({ type: clusterType, id: "lkc-1", external: true }), []);
        assert.deepEqual(await list({ type: "confluentcloud:index/environment:Environment" }), []);
        assert.deepEqual(requests, []);
    });
});
