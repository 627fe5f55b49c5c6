import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { getCaFile } from "../../../local-cloud/certificate";
import { confluent } from "../../../local-cloud/confluent";
import { dumpConfluent } from "../../../local-cloud/confluent/dump";
import { dumpKafka } from "../../../local-cloud/kafka/dump";
import type { LocalCloud } from "../../../local-cloud/local-service";
import { createManifest, toLocalCloud, writeManifest } from "../../../local-cloud/manifest";
import { identifyProcess, isAlive, type ProcessIdentity } from "../../../local-cloud/process";
import { findLoginError, type KeyCredentials, logIn } from "../kafka/sasl-login";
import { findFreePort } from "./free-port";
import { buildContractSteps } from "./wire-contract";

const tools = join(__dirname, "..", "..", "..", ".sandbox", "tools");

interface Made {
    id: string;
    port: number;
    crn: string;
}

/** Downloads the broker if it is not there yet. */
describe("the Confluent emulator on real brokers", function () {
    this.timeout(60_000);
    let cloud: LocalCloud;
    let url: string;
    let child: ChildProcess;

    const start = async () => {
        const { file, args, env } = await confluent.buildCommand(cloud);
        const log = openSync(join(cloud.home, "logs", "confluent.log"), "a");
        child = spawn(file, args, {
            stdio: ["ignore", log, log],
            env: { ...process.env, ...env, DEVMIN_SANDBOX_THROTTLE: "0" },
        });
        for (;;) {
            const because = await confluent.checkHealth(cloud);
            if (!because) return;
            assert.equal(
                child.exitCode,
                null,
                `the emulator has ended: ${readFileSync(join(cloud.home, "logs", "confluent.log"))}`,
            );
            await sleep(100);
        }
    };
    const end = async (signal: NodeJS.Signals) => {
        if (child.exitCode !== null || child.signalCode) return;
        const ended = once(child, "exit");
        child.kill(signal);
        await ended;
    };
    /** The brokers' processes: not esbuild's service, which the TypeScript loader starts beside them. */
    const brokers = async (): Promise<ProcessIdentity[]> => {
        const { stdout } = await promisify(execFile)("pgrep", ["-P", String(child.pid), "-f", "devmin.Broker"]);
        const found = await Promise.all(
            stdout
                .trim()
                .split("\n")
                .map((pid) => identifyProcess(Number(pid))),
        );
        return found.filter((each) => each !== undefined);
    };
    const untilGone = async (some: ProcessIdentity[]) => {
        for (const each of some) while (await isAlive(each)) await sleep(20);
    };
    const ask = async (method: string, path: string, body: unknown, { key, secret } = cloudLogin()) => {
        const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
        const headers = { authorization, "content-type": "application/json" };
        const response = await fetch(`${url}${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
        const text = await response.text();
        assert.ok(response.ok, `${method} ${path} ${response.status} ${text}`);
        return text ? JSON.parse(text) : undefined;
    };
    const cloudLogin = () => ({ key: cloud.secrets.cloudApiKey, secret: cloud.secrets.cloudApiSecret });
    const newKey = async (account: string, cluster: string): Promise<KeyCredentials> => {
        const spec = { owner: { id: account }, resource: { id: cluster } };
        const made = await ask("POST", "/iam/v2/api-keys", { spec });
        return { key: made.id, secret: made.spec.secret };
    };
    const newCluster = async (environment: string, display_name: string): Promise<Made> => {
        const spec = { display_name, availability: "SINGLE_ZONE", cloud: "AWS", region: "us-east-1" };
        const { id } = await ask("POST", "/cmk/v2/clusters", {
            spec: { ...spec, config: { kind: "Basic" }, environment: { id: environment } },
        });
        for (;;) {
            const seen = await ask("GET", `/cmk/v2/clusters/${id}?environment=${environment}`, undefined);
            if (seen.status.phase === "PROVISIONED") {
                const port = Number(seen.spec.kafka_bootstrap_endpoint.split(":").at(-1));
                return { id, port, crn: seen.metadata.resource_name.split("/kafka=")[0] };
            }
            await sleep(100);
        }
    };
    const tls = () => ({ ca: readFileSync(getCaFile(cloud)) });

    before(async function () {
        this.timeout(300_000);
        const home = await mkdtemp(join(tmpdir(), "devmin-live-"));
        await mkdir(join(home, "logs"));
        const manifest = { ...createManifest(tools), ports: { confluent: await findFreePort() } };
        await writeManifest(home, manifest);
        cloud = toLocalCloud(home, manifest);
        url = `http://127.0.0.1:${manifest.ports.confluent}`;
        await confluent.install(cloud, console.log);
        await start();
    });

    after(async () => {
        await end("SIGTERM");
        await rm(cloud.home, { recursive: true });
    });

    for (const { claim, run } of buildContractSteps(() => ({ url, ...cloudLogin() }))) it(claim, run);

    it("leaves no broker, no data, and an empty cloud", async () => {
        assert.deepEqual(readdirSync(join(cloud.home, "kafka")), []);
        const left = Object.values(await dumpConfluent(cloud)).flatMap((items) => Object.keys(items));
        assert.deepEqual(left, []);
    });

    describe("with a cluster, an account and its key", () => {
        let environment: string;
        let cluster: Made;
        let account: string;
        let login: KeyCredentials;

        before(async () => {
            ({ id: environment } = await ask("POST", "/org/v2/environments", { display_name: "e" }));
            cluster = await newCluster(environment, "c");
            ({ id: account } = await ask("POST", "/iam/v2/service-accounts", { display_name: "a" }));
            await ask("POST", "/iam/v2/role-bindings", {
                principal: `User:${account}`,
                role_name: "CloudClusterAdmin",
                crn_pattern: cluster.crn,
            });
            login = await newKey(account, cluster.id);
        });

        const refused = (change: Partial<KeyCredentials> = {}, trust: { ca?: Buffer } = tls()) =>
            findLoginError(cluster.port, { ...login, ...change }, trust);
        const state = async () => ({
            kafka: await dumpKafka(cloud, cluster.port),
            confluent: await dumpConfluent(cloud),
        });

        it("accepts the key with SASL PLAIN over TLS, and no other secret or name", async () => {
            assert.equal(await refused(), "not refused");
            assert.match(await refused({ secret: "wrong" }), /authentication failed/);
            assert.match(await refused({ key: "MADEUP" }), /authentication failed/);
            assert.match(await refused({ key: "sandbox-admin" }), /authentication failed/);
        });

        it("has a certificate of the local cloud's CA, which clients verify", async () => {
            assert.match(await refused({}, {}), /certificate/);
        });

        it("refuses a deleted key at once, and ends its open session within seconds", async () => {
            const doomed = await newKey(account, cluster.id);
            const [session, other] = [
                await logIn(cluster.port, doomed, tls()),
                await logIn(cluster.port, login, tls()),
            ];
            const ended = new Promise((done) => session.once("close", done));
            const asked = once(other, "sasl:authentication:extended");
            const otherEnded = new Promise((done) => other.once("close", done));
            await ask("DELETE", `/iam/v2/api-keys/${doomed.key}`, undefined);
            const deleted = Date.now();
            assert.match(await refused(doomed), /authentication failed/);
            await ended;
            assert.ok(Date.now() - deleted < 30_000);
            // A session of a key that lives is asked for it too, and goes on.
            assert.ok(await Promise.race([asked.then(() => true), otherEnded.then(() => false)]));
            await other.close();
        });

        it("takes its brokers along when it is killed, and has everything again at the next start", async () => {
            const topics = `/kafka/v3/clusters/${cluster.id}/topics`;
            await ask("POST", topics, { topic_name: "kept", partitions_count: 1 }, login);
            const before = await state();
            const running = await brokers();
            assert.equal(running.length, 1);
            await end("SIGKILL");
            await untilGone(running);

            await start();
            assert.deepEqual(await state(), before);
            assert.equal((await ask("GET", `${topics}/kept`, undefined, login)).topic_name, "kept");
            const written = [`logs/${cluster.id}.log`, "logs/confluent.log", "confluent/state.json"].map((file) =>
                readFileSync(join(cloud.home, file), "utf8"),
            );
            const { cloudApiKey: _, ...secrets } = cloud.secrets;
            for (const secret of [login.secret, ...Object.values(secrets)]) {
                assert.ok(!written.join("").includes(secret), "a secret was written in clear");
            }
        });

        it("ends when a broker is killed, logs it, and has everything again at the next start", async () => {
            const before = await state();
            const ended = once(child, "exit");
            const [broker] = await brokers();
            process.kill(broker?.pid ?? assert.fail(), "SIGKILL");
            assert.deepEqual(await ended, [1, null]);
            const log = readFileSync(join(cloud.home, "logs", "confluent.log"), "utf8").trim();
            assert.match(
                log,
                new RegExp(`the broker of ${cluster.id} has ended \\(SIGKILL\\); its log is .*${cluster.id}\\.log$`),
            );

            await start();
            assert.deepEqual(await state(), before);
            assert.equal(await refused(), "not refused");
        });

        describe("and another one", () => {
            let other: Made;
            let theirs: KeyCredentials;
            before(async () => {
                other = await newCluster(environment, "d");
                theirs = await newKey(account, other.id);
            });

            it("accepts a key only in its own cluster", async () => {
                assert.equal(await findLoginError(other.port, theirs, tls()), "not refused");
                assert.match(await findLoginError(other.port, login, tls()), /authentication failed/);
                assert.match(await refused(theirs), /authentication failed/);
            });

            it("shares nothing between clusters: no topic, no ACL, no data after deletion", async () => {
                const { kafka: before } = await state();
                assert.deepEqual(await dumpKafka(cloud, other.port), { topics: {}, acls: [], groups: [] });
                const running = await brokers();
                assert.equal(running.length, 2);
                await ask("DELETE", `/cmk/v2/clusters/${other.id}?environment=${environment}`, undefined);
                assert.equal((await brokers()).length, 1);
                assert.equal(existsSync(join(cloud.home, "kafka", other.id)), false);
                assert.deepEqual((await state()).kafka, before);
            });
        });

        describe("when it gets SIGTERM", () => {
            it("stops its brokers", async () => {
                const running = await brokers();
                await end("SIGTERM");
                assert.deepEqual([child.exitCode, await Promise.all(running.map(isAlive))], [0, [false]]);
            });
        });
    });
});
