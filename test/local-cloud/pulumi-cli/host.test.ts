import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceMonitorServer, ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

const root = join(__dirname, "../../..");

describe("language host", () => {
    let folder: string;
    let engine: FakeEngine;
    let host: ChildProcess;
    let client: LanguageRuntimeClient;

    beforeEach(async () => {
        folder = await realpath(await mkdtemp(join(tmpdir(), "language-host-")));
        await symlink(join(root, "node_modules"), join(folder, "node_modules"));
        await writeFile(join(folder, "package.json"), '{ "name": "program", "version": "1.0.0" }');
        engine = await fakeEngine();
        const file = join(root, "local-cloud/pulumi-cli/language-host/pulumi-language-nodejs");
        const env = { ...process.env, PULUMI_BACKEND_URL: "file:///state" };
        host = spawn(file, [engine.address], { env, stdio: ["pipe", "pipe", "inherit"] });
        client = new LanguageRuntimeClient(`127.0.0.1:${await firstLine(host)}`, credentials.createInsecure());
    });
    afterEach(async () => {
        client.close();
        engine.stop();
        host.kill("SIGKILL");
        for (const pid of [await pidOf("program"), await pidOf("pack")])
            if (pid && !gone(pid)) process.kill(pid, "SIGKILL");
        await rm(folder, { recursive: true });
    });

    it("answers the handshake and has nothing to install in advance", async () => {
        await ask((done) => client.handshake(new language.LanguageHandshakeRequest(), done));
        const packages = await ask<language.GetRequiredPackagesResponse>((done) =>
            client.getRequiredPackages(new language.GetRequiredPackagesRequest(), done),
        );
        assert.deepEqual(packages.getPackagesList(), []);
        const { version } = require("@pulumi/pulumi/package.json");
        const info = await ask<PluginInfo>((done) => client.getPluginInfo(new Empty(), done));
        assert.equal(info.getVersion(), version);
    });

    it("runs a TypeScript program with its stack, configuration and secrets", async () => {
        const response = await run(`
            import * as pulumi from "@pulumi/pulumi";
            const config = new pulumi.Config();
            const names: string[] = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()];
            export = { names, plain: config.get("plain"), secret: config.getSecret("secret"), dry: pulumi.runtime.isDryRun(),
                secretKeys: JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS!) };
        `);
        assert.deepEqual(response, { error: "", bail: false });
        assert.deepEqual(engine.outputs, {
            names: ["organization", "devmin-core", "local"],
            plain: "hello",
            secret: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "s3cr3t" },
            dry: true,
            secretKeys: ["devmin-core:secret"],
        });
    });

    it("bails without a message if the program has reported one", async () => {
        assert.deepEqual(await run(`throw new Error("on purpose");`), { error: "", bail: true });
        assert.equal(engine.errors.length, 1);
        assert.match(engine.errors[0] ?? "", /Error: on purpose/);
    });

    it("names the exit code of a program that ended without a message", async () => {
        assert.deepEqual(await run("process.exit(7);"), { error: "The program ended with exit code 7.", bail: false });
    });

    it("says what to do when the program's dependencies are not installed", async () => {
        await rm(join(folder, "node_modules"));
        await assert.rejects(
            run("export {};"),
            /Cannot find module '@pulumi\/pulumi\/cmd\/run' from .*: install .* npm ci\./,
        );
    });

    it("runs a policy pack, streams its output, and ends it when the engine disconnects", async () => {
        const { stream, printed } = await runPack();
        const port = await printed;
        assert.match(port, /^\d+\n/);
        const pid = await until(() => pidOf("pack"));
        stream.cancel();
        await until(() => gone(pid));
    });

    it("refuses an unknown kind of plugin, and names the supported ones", async () => {
        const { printed } = await runPack("tool");
        await assert.rejects(printed, /A plugin of kind tool is not supported; use one of analyzer, resource\./);
    });

    const writesPid = `require("fs").writeFileSync(__dirname + "/program.pid", String(process.pid));`;
    const waits = `${writesPid} setInterval(() => {}, 1000);`;
    /** It never looks at what happens around it, so only a kill from outside ends it. */
    const busy = `${writesPid} for (;;);`;

    it("ends the program when cancelled, and bails", async () => {
        const running = run(busy);
        const pid = await until(() => pidOf("program"));
        await ask((done) => client.cancel(new Empty(), done));
        assert.deepEqual(await running, { error: "", bail: true });
        await until(() => gone(pid));
    });

    const deaths = [
        { title: "its engine is gone", program: busy, end: () => host.stdin?.end() },
        { title: "it is interrupted", program: busy, end: () => host.kill("SIGINT") },
        { title: "it is killed", program: waits, end: () => host.kill("SIGKILL") },
    ];
    for (const { title, program, end } of deaths) {
        it(`leaves no program when ${title}`, async () => {
            const cutOff = assert.rejects(run(program));
            const pid = await until(() => pidOf("program"));
            end();
            await until(() => gone(pid));
            await until(() => host.exitCode !== null || host.signalCode !== null);
            await cutOff;
        });
    }

    async function run(program: string) {
        await writeFile(join(folder, "index.ts"), program);
        await writeFile(join(folder, "tsconfig.json"), '{ "compilerOptions": { "noCheck": true } }');
        const request = new language.RunRequest()
            .setInfo(programInfo())
            .setPwd(folder)
            .setOrganization("organization")
            .setProject("devmin-core")
            .setStack("local")
            .setDryrun(true)
            .setParallel(4)
            .setMonitorAddress(engine.address)
            .setConfigsecretkeysList(["devmin-core:secret"]);
        request.getConfigMap().set("devmin-core:plain", "hello").set("devmin-core:secret", "s3cr3t");
        const response = await ask<language.RunResponse>((done) => client.run(request, done));
        return { error: response.getError(), bail: response.getBail() };
    }

    async function runPack(kind = "analyzer") {
        await mkdir(join(folder, "pack"));
        await writeFile(join(folder, "pack/package.json"), '{ "name": "pack", "version": "1.0.0", "main": "main.js" }');
        await writeFile(
            join(folder, "pack/main.js"),
            `require("fs").writeFileSync(__dirname + "/../pack.pid", String(process.pid));
             new (require("@pulumi/policy").PolicyPack)("pack", { policies: [] });`,
        );
        const info = programInfo().setProgramDirectory(join(folder, "pack"));
        const request = new language.RunPluginRequest().setKind(kind).setInfo(info).setPwd(folder);
        const environment = Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
        const stream = client.runPlugin(request.setArgsList([engine.address]).setEnvList(environment));
        const printed = new Promise<string>((resolve, reject) => {
            stream.on("data", (message: language.RunPluginResponse) => {
                if (message.hasStdout()) resolve(Buffer.from(message.getStdout_asU8()).toString());
            });
            stream.on("error", reject);
        });
        return { stream, printed };
    }

    const programInfo = () =>
        new language.ProgramInfo().setRootDirectory(folder).setProgramDirectory(folder).setEntryPoint(".");

    async function pidOf(name: string): Promise<number | undefined> {
        const file = join(folder, `${name}.pid`);
        return existsSync(file) ? Number(await readFile(file, "utf8")) || undefined : undefined;
    }
});

interface FakeEngine {
    address: string;
    errors: string[];
    outputs: unknown;
    stop(): void;
}

/** As much of the engine as a program without resources needs: a monitor for its stack and its outputs, and a log. */
async function fakeEngine(): Promise<FakeEngine> {
    const fake: FakeEngine = { address: "", errors: [], outputs: undefined, stop: () => server.forceShutdown() };
    const server = new Server();
    const monitor: Partial<IResourceMonitorServer> = {
        supportsFeature: (call, answer) => {
            const known = ["secrets", "resourceReferences", "outputValues"].includes(call.request.getId());
            answer(null, new resource.SupportsFeatureResponse().setHassupport(known));
        },
        registerResource: (_call, answer) => answer(null, new resource.RegisterResourceResponse().setUrn("urn:stack")),
        registerResourceOutputs: (call, answer) => {
            fake.outputs = call.request.getOutputs()?.toJavaScript();
            answer(null, new Empty());
        },
        signalAndWaitForShutdown: (_call, answer) => answer(null, new Empty()),
    };
    const log: Partial<IEngineServer> = {
        log: (call, answer) => {
            if (call.request.getSeverity() === LogSeverity.ERROR) fake.errors.push(call.request.getMessage());
            answer(null, new Empty());
        },
        setRootResource: (_call, answer) => answer(null, new SetRootResourceResponse()),
    };
    server.addService(ResourceMonitorService, monitor as IResourceMonitorServer);
    server.addService(EngineService, log as IEngineServer);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        );
    });
    fake.address = `127.0.0.1:${port}`;
    return fake;
}

function ask<T>(call: (done: (error: Error | null, response: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => call((error, response) => (error ? reject(error) : resolve(response))));
}

async function firstLine(child: ChildProcess): Promise<string> {
    if (!child.stdout) throw new Error("the host's output is not piped");
    for await (const line of createInterface({ input: child.stdout })) return line;
    throw new Error("the host ended without printing its port");
}

async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
    for (let waited = 0; waited < 10_000; waited += 20) {
        const seen = await look();
        if (seen) return seen;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`not so after 10 s: ${look}`);
}

function gone(pid: number): boolean {
    try {
        return !process.kill(pid, 0);
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "ESRCH";
    }
}
