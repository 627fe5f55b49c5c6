import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "../../../local-cloud/confluent/emulator";
import { hashSecret } from "../../../local-cloud/confluent/key-owner";
import { openStore, type StateStore } from "../../../local-cloud/confluent/state";
import { findFreePorts } from "../../../local-cloud/ports";
import type { Environment } from "../../../ops/environment";
import { listByName, typesFoundByName } from "../../../ops/recovery/find-by-name";
import { deleteApiKey, listApiKeys } from "../../../ops/recovery/orphaned-keys";
import { awsClients, startFakeAws } from "../../fake-aws";
import { createMemoryBrokers } from "../../local-cloud/kafka/memory-broker";

describe("resources found by name", () => {
    const cloudKey = { key: "CLOUD", secret: "cloud-secret" };
    const { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET } = process.env;
    const shell = { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET };
    const dates = { created_at: "", updated_at: "" };
    let root: string;
    let confluent: Server;
    let aws: ReturnType<typeof startFakeAws>;
    let store: StateStore;

    before(async () => {
        root = mkdtempSync(join(tmpdir(), "devmin-"));
        const [port = 0] = await findFreePorts(1);
        const http = `http://127.0.0.1:${port}`;
        store = openStore(join(root, "state.json"));
        const silent = { onBrokerLost: (why: Error) => assert.fail(why), log: () => {} };
        const brokers = createMemoryBrokers(() => undefined);
        const emulator = { store, brokers, cloudKey, brokerToken: "token", baseUrl: http, ...silent };
        confluent = (await createEmulator(emulator)).listen(port, "127.0.0.1");
        await once(confluent, "listening");
        aws = startFakeAws({
            ListSecrets: ({ NextToken }: { NextToken?: string }) =>
                NextToken
                    ? { SecretList: [{ ARN: "arn:theirs", Name: "theirs" }] }
                    : { SecretList: [{ ARN: "arn:pulse", Name: "pulse" }], NextToken: "2" },
        });
        mkdirSync(join(root, "kafka"));
        writeFileSync(join(root, "kafka", "Pulumi.dev.yaml"), `config:\n    confluentcloud:endpoint: ${http}\n`);
        process.env.CONFLUENT_CLOUD_API_KEY = cloudKey.key;
        process.env.CONFLUENT_CLOUD_API_SECRET = cloudKey.secret;
    });
    after(() => {
        for (const [name, value] of Object.entries(shell)) {
            if (value === undefined) delete process.env[name];
            else process.env[name] = value;
        }
        confluent.closeAllConnections();
        confluent.close();
        aws.stop();
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
        const env = { root, stack: "dev", region: "us-east-1" } as Environment;
        const found = await listByName(env, awsClients);
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

    it("are API keys with their owner and date, page by page; one can be deleted", async () => {
        const created_at = "2026-11-26T12:00:00.000Z";
        const key = { display_name: "k", description: "", owner: "sa-1", cluster: "lkc-1", proof: hashSecret("s") };
        for (let n = 1; n <= 100; n += 1) store.state.apiKeys[`K${n}`] = { ...key, created_at, updated_at: created_at };
        const keys = await listApiKeys({ root, stack: "dev" } as Environment);
        assert.deepEqual(keys[0], { id: "K1", name: "k", owner: "sa-1", createdAt: new Date(created_at) });
        assert.equal(keys.length, 100);
        await deleteApiKey({ root, stack: "dev" } as Environment, { id: "K1" });
        assert.equal(store.state.apiKeys.K1, undefined);
    });
});
