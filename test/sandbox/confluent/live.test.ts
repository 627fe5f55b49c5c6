import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { confluent } from "../../../sandbox/confluent";
import { dumpConfluent } from "../../../sandbox/confluent/dump";
import { kafka } from "../../../sandbox/kafka";
import { dumpKafka } from "../../../sandbox/kafka/dump";
import type { Piece, Place } from "../../../sandbox/piece";
import { freePort } from "./free-port";
import { contractSteps } from "./wire-contract";

const tools = join(__dirname, "..", "..", "..", ".sandbox", "tools");

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

    before(async function () {
        this.timeout(300_000);
        const home = await mkdtemp(join(tmpdir(), "devmin-live-"));
        await mkdir(join(home, "logs"));
        const ports: Record<string, number> = {};
        for (const name of [...kafka.ports, ...confluent.ports]) ports[name] = await freePort();
        const secrets = { cloudApiKey: "CLOUDKEY", cloudApiSecret: "cloud-secret", brokerPassword: "broker-password" };
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

    it("keeps everything over a kill -9 of both", async () => {
        const { id: environment } = await ask("POST", "/org/v2/environments", { display_name: "e" });
        const spec = { display_name: "c", availability: "SINGLE_ZONE", cloud: "AWS", region: "us-east-1" };
        const { id: cluster } = await ask("POST", "/cmk/v2/clusters", {
            spec: { ...spec, config: { kind: "Basic" }, environment: { id: environment } },
        });
        const { id: account } = await ask("POST", "/iam/v2/service-accounts", { display_name: "a" });
        await ask("POST", "/iam/v2/role-bindings", {
            principal: `User:${account}`,
            role_name: "CloudClusterAdmin",
            crn_pattern: (
                await ask("GET", `/cmk/v2/clusters/${cluster}?environment=${environment}`, undefined)
            ).metadata.resource_name.split("/kafka=")[0],
        });
        const made = await ask("POST", "/iam/v2/api-keys", {
            spec: { owner: { id: account }, resource: { id: cluster } },
        });
        const login = { key: made.id as string, secret: made.spec.secret as string };
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
});
