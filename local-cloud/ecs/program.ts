import { type ChildProcess, spawn } from "node:child_process";
import type { Stream } from "./container-logs";

/**
 * The leader of a container's process group. It runs the program, passes SIGTERM on to it alone, as Docker does,
 * and kills the whole group when file descriptor 3 closes, which means that the runtime is gone, for any reason.
 */
const leaderScript = `
"$@" 3<&- & program=$!
( read -r _ <&3; kill -KILL 0 ) >/dev/null 2>&1 & watcher=$!
trap 'kill -TERM "$program" 2>/dev/null' TERM
while :; do
    wait "$program"; code=$?
    kill -0 "$program" 2>/dev/null || break
done
kill -KILL "$watcher" 2>/dev/null
exit "$code"
`;

export interface ProgramOptions {
    command: readonly string[];
    env: Record<string, string>;
    folder: string;
    onOutput(stream: Stream, chunk: Buffer): void;
}

/** A running program in a process group of its own. */
export class Program {
    /** Resolves with the exit code as Docker reports it: 128 plus the signal if it was killed. */
    readonly ended: Promise<number>;
    private constructor(private readonly child: ChildProcess) {
        this.ended = new Promise((resolve) => {
            child.once("exit", () => this.signalGroup("SIGKILL"));
            child.once("close", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 143)));
        });
    }

    static async start({ command, env, folder, onOutput }: ProgramOptions): Promise<Program> {
        const child = spawn("/bin/sh", ["-c", leaderScript, "container", ...command], {
            env,
            cwd: folder,
            detached: true,
            stdio: ["ignore", "pipe", "pipe", "pipe"],
        });
        await new Promise<void>((resolve, reject) => {
            child.once("spawn", resolve);
            child.once("error", reject);
        });
        child.stdout?.on("data", (chunk: Buffer) => onOutput("stdout", chunk));
        child.stderr?.on("data", (chunk: Buffer) => onOutput("stderr", chunk));
        return new Program(child);
    }

    get pid(): number {
        return this.child.pid ?? 0;
    }

    /** Sends SIGTERM, and kills the group after `seconds`. */
    async stop(seconds: number): Promise<number> {
        this.child.kill("SIGTERM");
        const killTimer = setTimeout(() => this.kill(), seconds * 1_000);
        try {
            return await this.ended;
        } finally {
            clearTimeout(killTimer);
        }
    }

    kill() {
        this.signalGroup("SIGKILL");
    }

    private signalGroup(signal: NodeJS.Signals) {
        try {
            process.kill(-this.pid, signal);
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
        }
    }
}
