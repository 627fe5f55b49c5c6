import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulator } from "../../../sandbox/confluent/emulator";
import { openStore } from "../../../sandbox/confluent/state";
import { adminName } from "../../../sandbox/kafka/broker";
import { memoryBroker } from "../kafka/memory-broker";
import { freePort } from "./free-port";
import { contractSteps } from "./wire-contract";

describe("the Confluent emulator's wire contract", () => {
    const cloudKey = { key: "CLOUD", secret: "cloud-secret" };
    const broker = memoryBroker();
    let folder: string;
    let server: Server;
    let url: string;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "devmin-confluent-"));
        const port = await freePort();
        url = `http://127.0.0.1:${port}`;
        server = emulator({
            store: openStore(join(folder, "state.json")),
            broker,
            cloudKey,
            http: url,
            bootstrap: "SASL_PLAINTEXT://127.0.0.1:1",
            log: () => undefined,
        });
        await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
    });

    after(async () => {
        server.closeAllConnections();
        server.close();
        await rm(folder, { recursive: true });
    });

    for (const { claim, run } of contractSteps(() => ({ url, ...cloudKey }))) it(claim, run);

    it("leaves nothing in the broker nor in the state", async () => {
        assert.deepEqual([...broker.kept.users.keys()], [adminName]);
        assert.equal(broker.kept.topics.size + broker.kept.acls.size, 0);
        const { organization, ...rest } = JSON.parse(await readFile(join(folder, "state.json"), "utf8"));
        assert.ok(organization);
        assert.deepEqual(rest, { environments: {}, clusters: {}, serviceAccounts: {}, apiKeys: {}, roleBindings: {} });
    });
});
