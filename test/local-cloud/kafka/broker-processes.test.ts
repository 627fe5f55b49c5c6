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

/** Fetches the broker, where no sandbox has yet. */
describe("a cluster's broker", function () {
    this.timeout(60_000);
    let place: LocalCloud;
    let brokers: LiveBrokers;
    let ports: BrokerPorts;
    let lost: Promise<Error>;

    before(async function () {
        this.timeout(300_000);
        const home = await mkdtemp(join(tmpdir(), "devmin-brokers-"));
        await mkdir(join(home, "logs"));
        const [clients = 0, controller = 0, emulator = 0] = await findFreePorts(3);
        ports = { clients, controller };
        place = { ...toLocalCloud(home, createManifest(tools)), ports: { confluent: emulator } };
        await confluent.install(place, console.log);
        lost = new Promise((hear) => {
            brokers = new LiveBrokers(place, hear);
        });
        await brokers.start("lkc-one", ports);
        await brokers.waitUntilReady("lkc-one");
    });

    after(async () => {
        await brokers.stop();
        await rm(place.home, { recursive: true });
    });

    const log = () => readFileSync(join(place.home, "logs", "lkc-one.log"), "utf8");
    const refused = () => findLoginError(ports.clients, key, { ca: readFileSync(getCaFile(place)) });
    const answering = async (answer: RequestListener) => {
        const server = createServer(answer).listen(place.ports.confluent, "127.0.0.1");
        await once(server, "listening");
        return async () => {
            server.closeAllConnections();
            await new Promise((done) => server.close(done));
        };
    };

    it("asks the emulator whose a key is, for its own cluster and with the token", async () => {
        const asked: unknown[] = [];
        const end = await answering(({ url, headers }, response) => {
            asked.push([url, headers["broker-token"], headers.authorization]);
            response.end('"sa-1"');
        });
        assert.equal(await refused(), "not refused");
        await end();
        const login = `Basic ${Buffer.from(`${key.key}:${key.secret}`).toString("base64")}`;
        assert.deepEqual(asked, [["/brokers/lkc-one/owner", place.secrets.brokerToken, login]]);
    });

    it("is ended also while it is only being started", async () => {
        const [clients = 0, controller = 0] = await findFreePorts(2);
        const others = new LiveBrokers(place, () => {});
        const start = others.start("lkc-two", { clients, controller });
        await others.stop();
        await start;
        assert.throws(() => others.get("lkc-two"), /The broker of lkc-two is not running yet\./);
    });

    it("refuses a key while the emulator is down, and says so in its log; the sandbox itself comes in", async () => {
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
        it(`refuses a key when the emulator answers ${what}, and says so in its log`, async () => {
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

    it("is refused, with a sentence, where another program has its port", async () => {
        await assert.rejects(brokers.start("lkc-two", ports), {
            message: new RegExp(`^port ${ports.clients} of the local cloud's broker of lkc-two is in use by .*java`),
        });
    });

    it("is told lost when it ends unasked", async () => {
        const [clients = 0, controller = 0] = await findFreePorts(2);
        await rm(join(place.home, "tls", "keystore.pem"));
        await brokers.start("lkc-two", { clients, controller });
        const log = join(place.home, "logs", "lkc-two.log");
        assert.equal((await lost).message, `the broker of lkc-two has ended (exit code 1); its log is ${log}`);
    });

    it("goes with all it holds", async () => {
        await brokers.remove("lkc-one");
        assert.match(await refused(), /ECONNREFUSED/);
        assert.equal(existsSync(join(place.home, "kafka", "lkc-one")), false);
    });
});
