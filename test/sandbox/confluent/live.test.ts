import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { caOf } from "../../../sandbox/certificate";
import { confluent } from "../../../sandbox/confluent";
import { dumpConfluent } from "../../../sandbox/confluent/dump";
import { kafka } from "../../../sandbox/kafka";
import { dumpKafka } from "../../../sandbox/kafka/dump";
import { brokerIn } from "../../../sandbox/kafka/live-broker";
import type { Piece, Place } from "../../../sandbox/piece";
import { freePort } from "./free-port";
import { contractSteps } from "./wire-contract";

const tools = join(__dirname, "..", "..", "..", ".sandbox", "tools");

interface Login {
    key: string;
    secret: string;
}

/** Fetches the broker, where no sandbox has yet. */
describe("the Confluent emulator on a real broker", function () {
    this.timeout(60_000);
    let place: Place;
    let url: string;
    let empty: { kafka: unknown; confluent: unknown };
    const running = new Map<Piece, ChildProcess>();

    const start = async (piece: Piece) => {
        const { file, args, env } = await piece.command(place);
        const log = openSync(join(place.home, "logs", `${piece.name}.log`), "a");
        const child = spawn(file, args, { stdio: ["ignore", log, log], env: { ...process.env, ...env } });
        running.set(piece, child);
        for (const deadline = Date.now() + 30_000; ; await sleep(100)) {
            const because = await piece.answers(place);
            if (!because) return;
            assert.ok(child.exitCode === null && Date.now() < deadline, `${piece.name} does not answer: ${because}`);
        }
    };
    const kill = async (piece: Piece) => {
        const child = running.get(piece);
        if (!child || child.exitCode !== null || child.signalCode) return;
        const ended = new Promise((done) => child.once("exit", done));
        child.kill("SIGKILL");
        await ended;
    };
    const ask = async (method: string, path: string, body: unknown, { key, secret } = cloudLogin()) => {
        const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
        const headers = { authorization, "content-type": "application/json" };
        const response = await fetch(`${url}${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
        const text = await response.text();
        assert.ok(response.ok, `${method} ${path} ${response.status} ${text}`);
        return text ? JSON.parse(text) : undefined;
    };
    const cloudLogin = () => ({ key: place.secrets.cloudApiKey, secret: place.secrets.cloudApiSecret });
    const newKey = async (account: string, cluster: string): Promise<Login> => {
        const spec = { owner: { id: account }, resource: { id: cluster } };
        const made = await ask("POST", "/iam/v2/api-keys", { spec });
        return { key: made.id, secret: made.spec.secret };
    };
    const logFrom = (from: number) => readFileSync(join(place.home, "logs", "kafka.log"), "utf8").slice(from);

    /** Logs in by the settings Confluent Cloud documents, and one thing this machine adds: whom to trust. */
    const logIn = async ({ key, secret }: Login, tls: object = { ca: readFileSync(caOf(place)) }) => {
        const { Connection } = await import("@platformatic/kafka");
        const sasl = { mechanism: "PLAIN" as const, username: key, password: secret };
        const connection = new Connection("test", { tls, sasl });
        connection.on("error", () => undefined);
        await connection.connect("127.0.0.1", place.ports.kafka as number);
        return connection;
    };
    const refusalOf = (login: Login, tls?: object) =>
        logIn(login, tls).then(
            async (connection) => {
                await connection.close();
                return "not refused";
            },
            (error: Error) => String((error.cause as Error | undefined)?.message ?? error.message),
        );

    before(async function () {
        this.timeout(300_000);
        const home = await mkdtemp(join(tmpdir(), "devmin-live-"));
        await mkdir(join(home, "logs"));
        const ports: Record<string, number> = {};
        for (const name of [...kafka.ports, ...confluent.ports]) ports[name] = await freePort();
        const secrets = {
            cloudApiKey: "CLOUDKEY",
            cloudApiSecret: "cloud-secret",
            brokerPassword: "broker-password",
            brokerToken: "broker-token",
        };
        place = { home, tools, ports, secrets };
        url = `http://127.0.0.1:${ports.confluent}`;
        await kafka.install(place, console.log);
        await start(kafka);
        await start(confluent);
        empty = { kafka: await dumpKafka(place), confluent: await dumpConfluent(place) };
    });

    after(async () => {
        await kill(confluent);
        await kill(kafka);
        await rm(place.home, { recursive: true });
    });

    for (const { claim, run } of contractSteps(() => ({ url, ...cloudLogin() }))) it(claim, run);

    it("leaves broker and cloud as they were", async () => {
        assert.deepEqual({ kafka: await dumpKafka(place), confluent: await dumpConfluent(place) }, empty);
    });

    describe("with a cluster, an account and its key", () => {
        let cluster: string;
        let account: string;
        let login: Login;

        before(async () => {
            const { id: environment } = await ask("POST", "/org/v2/environments", { display_name: "e" });
            const spec = { display_name: "c", availability: "SINGLE_ZONE", cloud: "AWS", region: "us-east-1" };
            const made = await ask("POST", "/cmk/v2/clusters", {
                spec: { ...spec, config: { kind: "Basic" }, environment: { id: environment } },
            });
            cluster = made.id;
            ({ id: account } = await ask("POST", "/iam/v2/service-accounts", { display_name: "a" }));
            await ask("POST", "/iam/v2/role-bindings", {
                principal: `User:${account}`,
                role_name: "CloudClusterAdmin",
                crn_pattern: made.metadata.resource_name.split("/kafka=")[0],
            });
            login = await newKey(account, cluster);
        });

        it("lets the key in by PLAIN over TLS, and nobody with another secret or a made-up name", async () => {
            assert.equal(await refusalOf(login), "not refused");
            assert.match(await refusalOf({ ...login, secret: "wrong" }), /authentication failed/);
            assert.match(await refusalOf({ ...login, key: "MADEUP" }), /authentication failed/);
            assert.match(await refusalOf({ key: "sandbox-admin", secret: login.secret }), /authentication failed/);
        });

        it("shows a certificate of the sandbox's own authority, which clients verify", async () => {
            assert.match(await refusalOf(login, {}), /certificate/);
        });

        it("refuses a deleted key at once, and ends its open session within seconds", async () => {
            const doomed = await newKey(account, cluster);
            const [session, other] = [await logIn(doomed), await logIn(login)];
            const ended = new Promise((done) => session.once("close", done));
            const asked = once(other, "sasl:authentication:extended");
            const otherEnded = new Promise((done) => other.once("close", done));
            await ask("DELETE", `/iam/v2/api-keys/${doomed.key}`, undefined);
            const deleted = Date.now();
            assert.match(await refusalOf(doomed), /authentication failed/);
            await ended;
            assert.ok(Date.now() - deleted < 30_000);
            // A session of a key that lives is asked for it too, and goes on.
            assert.ok(await Promise.race([asked.then(() => true), otherEnded.then(() => false)]));
            await other.close();
        });

        it("keeps everything over a kill -9 of both", async () => {
            const topics = `/kafka/v3/clusters/${cluster}/topics`;
            await ask("POST", topics, { topic_name: "kept", partitions_count: 1 }, login);
            const before = { kafka: await dumpKafka(place), confluent: await dumpConfluent(place) };

            await kill(confluent);
            await kill(kafka);
            await start(kafka);
            await start(confluent);

            assert.deepEqual({ kafka: await dumpKafka(place), confluent: await dumpConfluent(place) }, before);
            assert.equal((await ask("GET", `${topics}/kept`, undefined, login)).topic_name, "kept");
            const written = ["logs/kafka.log", "logs/confluent.log", "confluent/state.json"].map((file) =>
                readFileSync(join(place.home, file), "utf8"),
            );
            for (const secret of [login.secret, ...Object.values(place.secrets).slice(1)]) {
                assert.ok(!written.join("").includes(secret), "a secret was written in clear");
            }
        });

        describe("when the emulator is not itself", () => {
            before(() => kill(confluent));
            after(() => start(confluent));

            const refusedWith = async (said: RegExp) => {
                const from = logFrom(0).length;
                assert.match(await refusalOf(login), /authentication failed/);
                assert.match(logFrom(from), said);
            };
            const answering = async (answer: RequestListener) => {
                const server = createServer(answer).listen(place.ports.confluent, "127.0.0.1");
                await once(server, "listening");
                return server;
            };

            it("refuses a key while it is down, and says so in its log; the sandbox itself comes in", async () => {
                await refusedWith(/A login is refused: .* did not answer \(.*ConnectException/);
                assert.deepEqual(await brokerIn(place).asAdmin(async (session) => (await session.topics()).length), 1);
            });

            const nonsense: Record<string, [answer: RequestListener, said: RegExp]> = {
                "a yes without an owner": [(_, response) => response.end("yes"), /answered 200 and no owner/],
                "an owner with a no": [
                    (_, response) => response.writeHead(500).end('"sa-1"'),
                    /answered 500 and no owner/,
                ],
                "the broker's own super user": [
                    (_, response) => response.end('"sandbox-admin"'),
                    /answered 200 and no owner/,
                ],
                "nothing at all": [() => undefined, /did not answer \(.*Timeout/],
                "the beginning of an answer": [
                    (_, response) => response.writeHead(200).write('"sa-'),
                    /did not answer \(.*Timeout/,
                ],
            };
            for (const [what, [answer, said]] of Object.entries(nonsense)) {
                it(`refuses a key when it answers ${what}, and says so in its log`, async () => {
                    const server = await answering(answer);
                    try {
                        await refusedWith(said);
                    } finally {
                        server.closeAllConnections();
                        await new Promise((done) => server.close(done));
                    }
                });
            }
        });

        it("lets the key in again once the emulator is back", async () => {
            assert.equal(await refusalOf(login), "not refused");
        });
    });
});
