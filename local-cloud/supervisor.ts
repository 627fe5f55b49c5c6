import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { interruptSignals } from "../util/interrupted-error";
import { type ProbeResult, WaitTimeoutError, waitUntil } from "../util/wait-until";
import type { LocalCloud, LocalService, Log } from "./local-service";
import { runWithLock } from "./lock";
import {
    assertManifestIsCurrent,
    createManifest,
    type Manifest,
    readManifest,
    toLocalCloud,
    writeManifest,
} from "./manifest";
import { assertPortFree, findFreePorts } from "./ports";
import { isAlive, launch, type ProcessIdentity, terminateProcess } from "./process";

export interface LocalCloudOptions {
    /** Folder for its state, e.g. /clone/.sandbox. */
    home: string;
    /** Folder for downloads and builds, e.g. /clone/.sandbox/tools. */
    tools: string;
    log: Log;
    /** How long a service may take to answer. @default 60_000 */
    timeoutMs?: number;
}

/** `running` answers, `silent` has a process that does not answer, `down` has no process. */
export interface ServiceStatus {
    service: string;
    state: "running" | "silent" | "down";
    /** Why it is silent, or what the service says about itself. */
    note?: string;
    pid?: number;
    ports: number[];
    logFile: string;
}

const getLogFile = (home: string, { name }: LocalService) => join(home, "logs", `${name}.log`);

/** Starts what is down, in order. If that fails or is interrupted, stops what it started, and leaves alone what ran before. */
export async function startAll(
    services: readonly LocalService[],
    { home, tools, log, timeoutMs = 60_000 }: LocalCloudOptions,
): Promise<LocalCloud> {
    return runWithLock(home, log, async () => {
        const manifest = { ...((await readManifest(home)) ?? createManifest(tools)), tools };
        assertManifestIsCurrent(home, manifest, services);
        await choosePorts(services, manifest);
        await writeManifest(home, manifest);
        const cloud = toLocalCloud(home, manifest);
        const interruption = listenForInterruption();
        const started: string[] = [];
        try {
            for (const service of services) {
                await service.install(cloud, log);
                interruption.check();
            }
            for (const service of services) {
                if (!(await isAlive(manifest.processes[service.name]))) {
                    started.push(service.name);
                    manifest.processes[service.name] = await startService(service, cloud);
                    await writeManifest(home, manifest);
                }
                await waitUntilHealthy(service, cloud, manifest.processes[service.name], timeoutMs, interruption.check);
                if (started.includes(service.name)) log(`${service.name} answers`);
            }
        } catch (error) {
            await stopServices(home, manifest, started.reverse());
            throw error;
        } finally {
            interruption.over();
        }
        if (started.length === 0) log("the local cloud is already running");
        return cloud;
    });
}

/** Stops what runs, last first, by the recorded process ids; also what an older devmin started. */
export async function stopAll({ home, log }: Pick<LocalCloudOptions, "home" | "log">): Promise<void> {
    if (!(await readManifest(home))) return log("there is no local cloud here: nothing to stop");
    await runWithLock(home, log, async () => {
        const manifest = await readManifest(home);
        if (!manifest) return;
        const running: string[] = [];
        const started = Object.entries(manifest.processes);
        for (const [name, process] of started) if (await isAlive(process)) running.push(name);
        await stopServices(home, manifest, started.map(([name]) => name).reverse());
        log(running.length ? `stopped ${running.join(", ")}` : "nothing was running");
    });
}

export async function listServiceStatuses(
    services: readonly LocalService[],
    { home }: Pick<LocalCloudOptions, "home">,
): Promise<ServiceStatus[]> {
    const manifest = (await readManifest(home)) ?? createManifest("");
    const cloud = toLocalCloud(home, manifest);
    return Promise.all(
        services.map(async (service): Promise<ServiceStatus> => {
            const { name } = service;
            const ports = service.ports.flatMap((port) => manifest.ports[port] ?? []);
            const logFile = getLogFile(home, service);
            const process = manifest.processes[name];
            if (!(await isAlive(process))) return { service: name, state: "down", ports, logFile };
            const reason = await service.checkHealth(cloud);
            const state = reason ? "silent" : "running";
            const note = reason ? undefined : await service.describe?.(cloud);
            return { service: name, state, note: reason ?? note, pid: process?.pid, ports, logFile };
        }),
    );
}

/** Ports are chosen once, because states and outputs contain them. */
async function choosePorts(services: readonly LocalService[], manifest: Manifest): Promise<void> {
    const missing = services.flatMap(({ ports }) => ports).filter((name) => manifest.ports[name] === undefined);
    const free = await findFreePorts(missing.length);
    missing.forEach((name, index) => {
        manifest.ports[name] = free[index] as number;
    });
}

async function startService(service: LocalService, cloud: LocalCloud): Promise<ProcessIdentity> {
    for (const name of service.ports) await assertPortFree(cloud.ports[name] as number, service.name);
    const { file, args, env } = await service.buildCommand(cloud);
    await mkdir(join(cloud.home, "logs"), { recursive: true, mode: 0o700 });
    // A service gets nothing else from the user's shell: no credentials, no proxies.
    const { PATH = "", HOME = "", LANG = "C.UTF-8", JAVA_HOME } = process.env;
    return launch({
        file,
        args,
        env: { PATH, HOME, LANG, ...(JAVA_HOME && { JAVA_HOME }), ...env },
        folder: cloud.home,
        logFile: getLogFile(cloud.home, service),
    });
}

/** A service cannot become healthy any more. */
class StartError extends Error {}

async function waitUntilHealthy(
    service: LocalService,
    cloud: LocalCloud,
    process: ProcessIdentity | undefined,
    timeoutMs: number,
    check: () => void,
): Promise<void> {
    const probe = async (): Promise<ProbeResult<undefined>> => {
        check();
        const because = await service.checkHealth(cloud);
        if (!because) return { ready: true, value: undefined };
        if (await isAlive(process)) return { ready: false, because };
        throw new StartError(`the local cloud's ${service.name} ended while it was starting`);
    };
    const what = `the local cloud's ${service.name} to answer`;
    await waitUntil(what, probe, { withinMs: timeoutMs, everyMs: 100 }).catch(async (error: Error) => {
        if (!(error instanceof WaitTimeoutError || error instanceof StartError)) throw error;
        const logFile = getLogFile(cloud.home, service);
        const tail = (await readFile(logFile, "utf8")).trimEnd().split("\n").slice(-15).join("\n");
        throw new Error(`${error.message}; the end of its log ${logFile}:\n${tail}`);
    });
}

async function stopServices(home: string, manifest: Manifest, names: readonly string[]): Promise<void> {
    for (const name of names) {
        const process = manifest.processes[name];
        if (process) await terminateProcess(process);
        delete manifest.processes[name];
    }
    await writeManifest(home, manifest);
}

/** Turns Ctrl-C into an error at the next check, so that what was started can be stopped first. */
function listenForInterruption() {
    let receivedSignal: string | undefined;
    const recordSignal = (signal: string) => {
        receivedSignal = signal;
    };
    for (const signal of interruptSignals) process.on(signal, recordSignal);
    return {
        check: () => {
            if (receivedSignal)
                throw new Error(`interrupted by ${receivedSignal}: what was started has been stopped again.`);
        },
        over: () => {
            for (const signal of interruptSignals) process.off(signal, recordSignal);
        },
    };
}
