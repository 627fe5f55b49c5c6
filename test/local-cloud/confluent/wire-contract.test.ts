import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "../../../local-cloud/confluent/emulator";
import { findKeyOwner } from "../../../local-cloud/confluent/key-owner";
import { openStore, type StateStore } from "../../../local-cloud/confluent/state";
import { createMemoryBrokers } from "../kafka/memory-broker";
import { findFreePort } from "./free-port";
import { buildContractSteps } from "./wire-contract";

describe("the Confluent emulator's wire contract", () => {
    const cloudKey = { key: "CLOUD", secret: "cloud-secret" };
    const brokers = createMemoryBrokers((...login) => findKeyOwner(store.state, ...login));
    let folder: string;
    let store: StateStore;
    let server: Server;
    let url: string;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "devmin-confluent-"));
        const port = await findFreePort();
        url = `http://127.0.0.1:${port}`;
        store = openStore(join(folder, "state.json"));
        server = await createEmulator({
            store,
            brokers,
            cloudKey,
            baseUrl: url,
            brokerToken: "token",
            onBrokerLost: (why) => assert.fail(why),
            log: () => undefined,
        });
        await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
    });

    after(async () => {
        server.closeAllConnections();
        server.close();
        await rm(folder, { recursive: true });
    });

    for (const { claim, run } of buildContractSteps(() => ({ url, ...cloudKey }))) it(claim, run);

    it("leaves no broker, and nothing in the state", async () => {
        assert.equal(brokers.all.size, 0);
        const { organization, ...rest } = JSON.parse(await readFile(join(folder, "state.json"), "utf8"));
        assert.ok(organization);
        assert.deepEqual(rest, { environments: {}, clusters: {}, serviceAccounts: {}, apiKeys: {}, roleBindings: {} });
    });
});
