import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { WaitTimeoutError, waitUntil } from "../util/wait-until";

const run = promisify(execFile);

/** A process, told apart from a later one with the same id. */
export interface ProcessIdentity {
    pid: number;
    /** When it started: different after a reboot, or if the id is used again. */
    since: string;
}

/** The process with this id now; undefined if there is none, or only a zombie. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
    const since = process.platform === "linux" ? readStartFromProc(pid) : await readStartFromPs(pid);
    return since === undefined ? undefined : { pid, since };
}

/** More exact than util/is-process-running, which a later process with the same id would deceive. */
export async function isAlive(identity: ProcessIdentity | undefined): Promise<boolean> {
    return identity !== undefined && (await identifyProcess(identity.pid))?.since === identity.since;
}

/** Boot id and ticks since boot: exact, where `ps` rounds to seconds. */
function readStartFromProc(pid: number): string | undefined {
    try {
        const [state, ...rest] = readFileSync(`/proc/${pid}/stat`, "utf8")
            .replace(/^.*\) /s, "")
            .split(" ");
        const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
        return state === "Z" ? undefined : `${boot} ${rest[18]}`;
    } catch (error) {
        if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
        throw error;
    }
}

async function readStartFromPs(pid: number): Promise<string | undefined> {
    const { stdout } = await run("ps", ["-o", "stat=,lstart=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
    const [state = "", ...since] = stdout.trim().split(/\s+/);
    return since.length === 0 || state.startsWith("Z") ? undefined : since.join(" ");
}

/** Starts a process that outlives this one, in its own process group, with its output in a file that only its owner can read. */
export async function launch(options: {
    file: string;
    args: string[];
    env: Record<string, string>;
    folder: string;
    logFile: string;
}): Promise<ProcessIdentity> {
    const output = openSync(options.logFile, "a", 0o600);
    try {
        const child = spawn(options.file, options.args, {
            cwd: options.folder,
            env: options.env,
            detached: true,
            stdio: ["ignore", output, output],
        });
        await waitForSpawn(child);
        child.unref();
        const identity = await identifyProcess(child.pid ?? 0);
        return identity ?? { pid: child.pid ?? 0, since: "ended at once" };
    } finally {
        closeSync(output);
    }
}

const waitForSpawn = (child: ChildProcess) =>
    new Promise<void>((resolve, reject) => {
        child.once("spawn", resolve);
        child.once("error", reject);
    });

/** Sends SIGTERM, waits, and after the timeout kills the process and its group. */
export async function terminateProcess(identity: ProcessIdentity, timeoutMs = 30_000): Promise<void> {
    if (!(await isAlive(identity))) return;
    sendSignal(identity.pid, "SIGTERM");
    await waitUntilEnded(identity, timeoutMs).catch(async (error: Error) => {
        if (!(error instanceof WaitTimeoutError)) throw error;
        sendSignal(-identity.pid, "SIGKILL");
        await waitUntilEnded(identity, timeoutMs);
    });
}

const waitUntilEnded = (identity: ProcessIdentity, withinMs: number) =>
    waitUntil(
        `process ${identity.pid} to end`,
        async () =>
            (await isAlive(identity))
                ? { ready: false, because: "it is still running" }
                : { ready: true, value: undefined },
        { withinMs, everyMs: 50 },
    );

function sendSignal(pid: number, name: NodeJS.Signals) {
    try {
        process.kill(pid, name);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
}
