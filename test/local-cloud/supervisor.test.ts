import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalService } from "../../local-cloud/local-service";
import { createManifest, type Manifest, readManifest, writeManifest } from "../../local-cloud/manifest";
import { identifyProcess, isAlive } from "../../local-cloud/process";
import { type LocalCloudOptions, listServiceStatuses, startAll, stopAll } from "../../local-cloud/supervisor";

const serve = `require("node:http").createServer((_, response) => response.end(process.env.SECRET_OF_THE_SHELL ?? "clean"))
    .listen(Number(process.argv[1]), "127.0.0.1", () => console.log("listening"));`;

/** A good service: a small server that answers on its port. */
const buildService = (name: string, change: Partial<LocalService> = {}): LocalService => ({
    name,
    ports: [name],
    install: async () => {},
    buildCommand: async ({ ports }) => ({ file: process.execPath, args: ["-e", serve, String(ports[name])] }),
    checkHealth: ({ ports }) =>
        fetch(`http://127.0.0.1:${ports[name]}`).then(
            () => undefined,
            (error) => String(error.cause?.code ?? error),
        ),
    ...change,
});

describe("local-cloud/supervisor", () => {
    let home: string;
    let logged: string[];
    const log = (line: string) => void logged.push(line);
    const options = (change: Partial<LocalCloudOptions> = {}) => ({ home, tools: join(home, "tools"), log, ...change });
    const pid = async (name: string) => (await readManifest(home))?.processes[name]?.pid ?? 0;
    const pair = [buildService("one"), buildService("two")];

    beforeEach(async () => {
        home = await mkdtemp(join(tmpdir(), "devmin-"));
        logged = [];
    });
    afterEach(async () => {
        await stopAll({ home, log });
        await rm(home, { recursive: true });
    });

    it("starts every service and reports each one's status", async () => {
        await startAll(pair, options());
        const seen = await listServiceStatuses(pair, { home });
        assert.deepEqual(
            seen.map(({ service: name, state }) => [name, state]),
            [
                ["one", "running"],
                ["two", "running"],
            ],
        );
    });

    it("leaves running services alone on a second start", async () => {
        const first = await startAll(pair, options());
        const before = [await pid("one"), await pid("two")];
        const second = await startAll(pair, options());
        assert.deepEqual([await pid("one"), await pid("two")], before);
        assert.deepEqual(second, first);
        assert.match(logged.at(-1) ?? "", /already running/);
    });

    it("restarts only what has ended, on the same port", async () => {
        const { ports } = await startAll(pair, options());
        const [one, two] = [await pid("one"), await pid("two")];
        process.kill(two, "SIGKILL");
        while (await identifyProcess(two)) await new Promise((resolve) => setTimeout(resolve, 10));
        assert.equal((await listServiceStatuses(pair, { home }))[1]?.state, "down");
        const again = await startAll(pair, options());
        assert.deepEqual(again.ports, ports);
        assert.equal(await pid("one"), one);
        assert.notEqual(await pid("two"), two);
    });

    it("starts each service once when two starts run at the same time", async () => {
        const [a, b] = await Promise.all([startAll(pair, options()), startAll(pair, options())]);
        assert.deepEqual(a, b);
        assert.equal(logged.filter((line) => line === "one answers").length, 1);
    });

    const older: Record<string, (manifest: Manifest) => void> = {
        "lacks a secret": ({ secrets }) => void delete (secrets as Partial<Manifest["secrets"]>).brokerToken,
        "has a service that no longer exists": ({ ports }) => void Object.assign(ports, { kafka: 9092 }),
    };
    for (const [what, change] of Object.entries(older)) {
        it(`refuses a local cloud of an older devmin that ${what}, and says what to do`, async () => {
            const manifest = createManifest("");
            change(manifest);
            await writeManifest(home, manifest);
            await assert.rejects(startAll(pair, options()), ({ message }: Error) =>
                message.includes(`remove everything in ${home} but tools, and start again`),
            );
            assert.deepEqual((await readManifest(home))?.processes, {});
        });
    }

    it("stops an unknown service that an older devmin started", async () => {
        await startAll([...pair, buildService("three")], options());
        const three = await pid("three");
        await assert.rejects(startAll(pair, options()), /made by an older devmin/);
        await stopAll({ home, log });
        assert.equal(await identifyProcess(three), undefined);
    });

    it("shows a running service's own note", async () => {
        const telling = buildService("two", { describe: async ({ ports }) => `on ${ports.two}` });
        const { ports } = await startAll([buildService("one"), telling], options());
        const notes = (await listServiceStatuses([buildService("one"), telling], { home })).map(({ note }) => note);
        assert.deepEqual(notes, [undefined, `on ${ports.two}`]);
    });

    it("stops the recorded processes, keeps the ports, and can be repeated", async () => {
        const { ports } = await startAll(pair, options());
        const one = await pid("one");
        await stopAll({ home, log });
        assert.equal(await identifyProcess(one), undefined);
        await stopAll({ home, log });
        assert.equal(logged.at(-1), "nothing was running");
        assert.deepEqual((await readManifest(home))?.ports, ports);
    });

    it("stops nothing where no local cloud was ever started", async () => {
        const empty = join(home, "empty");
        await stopAll({ home: empty, log });
        assert.match(logged.at(-1) ?? "", /nothing to stop/);
        assert.equal(existsSync(empty), false);
    });

    it("never kills another process that got a recorded id", async () => {
        await startAll(pair, options());
        const file = join(home, "sandbox.json");
        const manifest = JSON.parse(await readFile(file, "utf8"));
        const real = manifest.processes.two;
        manifest.processes.two = { pid: process.pid, since: "another time" };
        await writeFile(file, JSON.stringify(manifest));
        await stopAll({ home, log });
        assert.equal(await isAlive(real), true);
        process.kill(real.pid, "SIGKILL");
    });

    it("names a port that is in use, the program that uses it, and what to do", async () => {
        const { ports } = await startAll(pair, options());
        await stopAll({ home, log });
        const other = createServer();
        await new Promise<void>((resolve) => other.listen(ports.two, "127.0.0.1", resolve));
        const message = new RegExp(
            `^port ${ports.two} of the local cloud's two is in use by .*; stop that program and start again\\.$`,
        );
        await assert.rejects(startAll(pair, options()), { message });
        assert.equal((await listServiceStatuses(pair, { home }))[0]?.state, "down");
        await new Promise((resolve) => other.close(resolve));
    });

    it("stops what it started when a later service fails, and shows the end of that service's log", async () => {
        const failing = buildService("two", {
            buildCommand: async () => ({
                file: process.execPath,
                args: ["-e", 'console.error("no good"); process.exit(1)'],
            }),
        });
        await assert.rejects(startAll([buildService("one"), failing], options()), {
            message: /^the local cloud's two ended while it was starting; the end of its log .*two\.log:\nno good$/,
        });
        assert.deepEqual((await readManifest(home))?.processes, {});
    });

    it("leaves services alone that ran before a failed start", async () => {
        await startAll([buildService("one")], options());
        const one = await pid("one");
        const broken = buildService("two", { checkHealth: async () => "it never will" });
        await assert.rejects(startAll([buildService("one"), broken], options({ timeoutMs: 300 })), {
            message: /^waited 0\.3 s for the local cloud's two to answer: it never will; the end of its log /,
        });
        assert.equal(await pid("one"), one);
        assert.notEqual(await identifyProcess(one), undefined);
    });

    it("stops what it started when it is interrupted", async () => {
        const slow = buildService("two", {
            checkHealth: async () => {
                process.emit("SIGHUP", "SIGHUP");
                return "not yet";
            },
        });
        await assert.rejects(startAll([buildService("one"), slow], options()), { message: /interrupted by SIGHUP/ });
        assert.deepEqual((await readManifest(home))?.processes, {});
        assert.equal(process.listenerCount("SIGHUP"), 0);
    });

    it("ignores the lock of a killed start", async () => {
        await writeFile(join(home, "lock"), JSON.stringify({ pid: process.pid, since: "before the reboot" }));
        await startAll(pair, options());
        assert.equal(existsSync(join(home, "lock")), false);
    });

    it("gives a service no variables of the user's shell", async () => {
        process.env.SECRET_OF_THE_SHELL = "leaked";
        try {
            const { ports } = await startAll(pair, options());
            assert.equal(await (await fetch(`http://127.0.0.1:${ports.one}`)).text(), "clean");
        } finally {
            delete process.env.SECRET_OF_THE_SHELL;
        }
    });

    it("makes its manifest and logs readable by the owner only", async () => {
        await startAll(pair, options());
        for (const file of ["sandbox.json", "logs/one.log"]) {
            assert.equal((await stat(join(home, file))).mode & 0o777, 0o600);
        }
    });
});
