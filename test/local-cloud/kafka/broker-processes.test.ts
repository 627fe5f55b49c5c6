import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCaFile } from "../../../local-cloud/certificate";
import { confluent } from "../../../local-cloud/confluent";
import type { BrokerPorts } from "../../../local-cloud/kafka/broker";
import { LiveBrokers } from "../../../local-cloud/kafka/broker-processes";
import type { LocalCloud } from "../../../local-cloud/local-service";
import { createManifest, toLocalCloud } from "../../../local-cloud/manifest";
import { findFreePorts } from "../../../local-cloud/ports";
import { findLoginError } from "./sasl-login";

const tools = join(__dirname, "..", "..", "..", ".sandbox", "tools");
const key = { key: "KEY", secret: "its-secret" };

/** Downloads the broker if it is not there yet. */
describe("a cluster's broker", function () {
    this.timeout(60_000);
    let cloud: LocalCloud;
    let brokers: LiveBrokers;
    let ports: BrokerPorts;
    let lost: Promise<Error>;

    before(async function () {
        this.timeout(300_000);
        const home = await mkdtemp(join(tmpdir(), "devmin-brokers-"));
        await mkdir(join(home, "logs"));
        const [clients = 0, controller = 0, emulator = 0] = await findFreePorts(3);
        ports = { clients, controller };
        cloud = { ...toLocalCloud(home, createManifest(tools)), ports: { confluent: emulator } };
        await confluent.install(cloud, console.log);
        lost = new Promise((hear) => {
            brokers = new LiveBrokers(cloud, hear);
        });
        await brokers.start("lkc-one", ports);
        await brokers.waitUntilReady("lkc-one");
    });

    after(async () => {
        await brokers.stop();
        await rm(cloud.home, { recursive: true });
    });

    const log = () => readFileSync(join(cloud.home, "logs", "lkc-one.log"), "utf8");
    const refused = () => findLoginError(ports.clients, key, { ca: readFileSync(getCaFile(cloud)) });
    const answering = async (answer: RequestListener) => {
        const server = createServer(answer).listen(cloud.ports.confluent, "127.0.0.1");
        await once(server, "listening");
        return async () => {
            server.closeAllConnections();
            await new Promise((done) => server.close(done));
        };
    };

    it("asks the emulator who owns a key, for its own cluster and with the token", async () => {
        const asked: unknown[] = [];
        const end = await answering(({ url, headers }, response) => {
            asked.push([url, headers["broker-token"], headers.authorization]);
            response.end('"sa-1"');
        });
        assert.equal(await refused(), "not refused");
        await end();
        const login = `Basic ${Buffer.from(`${key.key}:${key.secret}`).toString("base64")}`;
        assert.deepEqual(asked, [["/brokers/lkc-one/owner", cloud.secrets.brokerToken, login]]);
    });

    for (const serverName of [false, "elsewhere.example"]) {
        const names = serverName ? `names ${serverName}` : "names no server";
        it(`refuses a client that ${names} in the TLS handshake, as Confluent Cloud does, before its key is looked at`, async () => {
            let asked = 0;
            const end = await answering((_, response) => {
                asked += 1;
                response.end('"sa-1"');
            });
            const reason = await findLoginError(ports.clients, key, { ca: readFileSync(getCaFile(cloud)) }, serverName);
            await end();
            assert.notEqual(reason, "not refused");
            assert.match(reason, /handshake failure|ECONNRESET|socket/i);
            assert.equal(asked, 0);
        });
    }

    it("can be stopped while it is starting", async () => {
        const [clients = 0, controller = 0] = await findFreePorts(2);
        const others = new LiveBrokers(cloud, () => {});
        const start = others.start("lkc-two", { clients, controller });
        await others.stop();
        await start;
        assert.throws(() => others.get("lkc-two"), /The broker of lkc-two is not running yet\./);
    });

    it("refuses a key while the emulator is down, and logs it, but accepts the super user", async () => {
        const from = log().length;
        assert.match(await refused(), /authentication failed/);
        assert.match(log().slice(from), /A login is refused: .* did not answer \(.*ConnectException/);
        assert.deepEqual(await brokers.get("lkc-one").runAsAdmin((session) => session.listTopics()), []);
    });

    const nonsense: Record<string, [answer: RequestListener, said: RegExp]> = {
        "a yes without an owner": [(_, response) => response.end("yes"), /answered 200 and no owner/],
        "an owner with a no": [(_, response) => response.writeHead(500).end('"sa-1"'), /answered 500 and no owner/],
        "the broker's own super user": [(_, response) => response.end('"sandbox-admin"'), /answered 200 and no owner/],
        "nothing at all": [() => undefined, /did not answer \(.*Timeout/],
        "the beginning of an answer": [
            (_, response) => response.writeHead(200).write('"sa-'),
            /did not answer \(.*Timeout/,
        ],
    };
    for (const [what, [answer, said]] of Object.entries(nonsense)) {
        it(`refuses a key when the emulator answers ${what}, and logs it`, async () => {
            const from = log().length;
            const end = await answering(answer);
            try {
                assert.match(await refused(), /authentication failed/);
            } finally {
                await end();
            }
            assert.match(log().slice(from), said);
        });
    }

    it("is not started where another program uses its port", async () => {
        await assert.rejects(brokers.start("lkc-two", ports), {
            message: new RegExp(`^port ${ports.clients} of the local cloud's broker of lkc-two is in use by .*java`),
        });
    });

    it("is reported as lost when it ends unexpectedly", async () => {
        const [clients = 0, controller = 0] = await findFreePorts(2);
        await rm(join(cloud.home, "tls", "keystore.pem"));
        await brokers.start("lkc-two", { clients, controller });
        const log = join(cloud.home, "logs", "lkc-two.log");
        assert.equal((await lost).message, `the broker of lkc-two has ended (exit code 1); its log is ${log}`);
    });

    it("is removed with its data", async () => {
        await brokers.remove("lkc-one");
        assert.match(await refused(), /ECONNREFUSED/);
        assert.equal(existsSync(join(cloud.home, "kafka", "lkc-one")), false);
    });
});
