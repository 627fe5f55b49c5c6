import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "../../../local-cloud/confluent/emulator";
import { openStore, type StateStore } from "../../../local-cloud/confluent/state";
import { findFreePorts } from "../../../local-cloud/ports";
import type { Environment } from "../../../ops/environment";
import { listByName, typesFoundByName } from "../../../ops/recovery/find-by-name";
import { createMemoryBrokers } from "../../local-cloud/kafka/memory-broker";

describe("resources found by name", () => {
    const cloudKey = { key: "CLOUD", secret: "cloud-secret" };
    const { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET, AWS_ENDPOINT_URL } = process.env;
    const shell = { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET, AWS_ENDPOINT_URL };
    const dates = { created_at: "", updated_at: "" };
    let root: string;
    let servers: Server[];
    let store: StateStore;

    before(async () => {
        root = mkdtempSync(join(tmpdir(), "devmin-"));
        const [confluent = 0, aws = 0] = await findFreePorts(2);
        const http = `http://127.0.0.1:${confluent}`;
        store = openStore(join(root, "state.json"));
        const silent = { onBrokerLost: (why: Error) => assert.fail(why), log: () => {} };
        const brokers = createMemoryBrokers(() => undefined);
        servers = [
            (await createEmulator({ store, brokers, cloudKey, brokerToken: "token", baseUrl: http, ...silent })).listen(
                confluent,
                "127.0.0.1",
            ),
            secretsManager(["pulse", "theirs"]).listen(aws, "127.0.0.1"),
        ];
        await Promise.all(servers.map((server) => once(server, "listening")));
        mkdirSync(join(root, "kafka"));
        writeFileSync(join(root, "kafka", "Pulumi.dev.yaml"), `config:\n    confluentcloud:endpoint: ${http}\n`);
        process.env.CONFLUENT_CLOUD_API_KEY = cloudKey.key;
        process.env.CONFLUENT_CLOUD_API_SECRET = cloudKey.secret;
        process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${aws}`;
    });
    after(() => {
        for (const [name, value] of Object.entries(shell)) {
            if (value === undefined) delete process.env[name];
            else process.env[name] = value;
        }
        for (const server of servers) {
            server.closeAllConnections();
            server.close();
        }
        rmSync(root, { recursive: true });
    });

    it("are environments, the clusters in them, service accounts and secrets, page by page", async () => {
        const cluster = { availability: "SINGLE_ZONE", cloud: "AWS", region: "r", deletion_protection: false };
        const ports = { clients: 1, controller: 2 };
        store.state.environments["env-1"] = { display_name: "e", ...dates };
        store.state.clusters["lkc-1"] = {
            ...{ display_name: "c", environment: "env-1", phase: "PROVISIONED", ports },
            ...cluster,
            ...dates,
        };
        for (let n = 1; n <= 100; n += 1)
            store.state.serviceAccounts[`sa-${n}`] = { display_name: `a${n}`, description: "", ...dates };
        const credentials = async () => ({ accessKeyId: "KEY", secretAccessKey: "its-secret" });
        const env = { root, stack: "dev", region: "us-east-1", credentials } as unknown as Environment;
        const found = await listByName(env);
        const [environment, kafkaCluster, account, secret] = typesFoundByName;
        assert.deepEqual(found.slice(0, 3), [
            { id: "env-1", type: environment, name: "e" },
            { id: "lkc-1", type: kafkaCluster, name: "c" },
            { id: "sa-1", type: account, name: "a1" },
        ]);
        assert.deepEqual(found.slice(-3), [
            { id: "sa-100", type: account, name: "a100" },
            { id: "arn:pulse", type: secret, name: "pulse" },
            { id: "arn:theirs", type: secret, name: "theirs" },
        ]);
        assert.equal(found.length, 104);
    });
});

/** A fake Secrets Manager that lists one secret per page. */
const secretsManager = (names: string[]) =>
    createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const at = Number(JSON.parse(Buffer.concat(chunks).toString()).NextToken ?? 0);
        const NextToken = at + 1 < names.length ? String(at + 1) : undefined;
        response.setHeader("content-type", "application/x-amz-json-1.1");
        response.end(JSON.stringify({ SecretList: [{ ARN: `arn:${names[at]}`, Name: names[at] }], NextToken }));
    });
