import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";

export interface LongCommand {
    file: string;
    args: readonly string[];
    cwd: string;
    env: NodeJS.ProcessEnv;
    /** File for its complete output. */
    logFile: string;
    /** Progress message, from the seconds elapsed and the lines printed so far. */
    formatProgress: (seconds: number, lines: readonly string[]) => string;
    log: (line: string) => void;
    /** Milliseconds between progress messages. @default 15_000 */
    everyMs?: number;
    /** Milliseconds after which the command is terminated. @default no limit */
    withinMs?: number;
}

/** Runs a command that takes minutes. Logs progress, stops the command when this process exits, throws its last line if it fails. */
export async function runLongCommand({
    file,
    args,
    cwd,
    env,
    logFile,
    formatProgress,
    log,
    ...times
}: LongCommand): Promise<void> {
    const { everyMs = 15_000, withinMs } = times;
    const startedAt = Date.now();
    const lines: string[] = [];
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: withinMs });
    const logStream = createWriteStream(logFile);
    for (const output of [child.stdout, child.stderr]) {
        output.setEncoding("utf8");
        output.on("data", (text: string) => {
            logStream.write(text);
            lines.push(...text.split("\n").filter((line) => line.trim()));
        });
    }
    const progressTimer = setInterval(
        () => log(formatProgress(Math.round((Date.now() - startedAt) / 1000), lines)),
        everyMs,
    );
    const stop = () => child.kill("SIGINT");
    process.once("exit", stop);
    try {
        const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
            child.once("error", reject);
            child.once("close", (...end) => resolve(end));
        });
        if (code !== 0)
            throw new Error(lines.at(-1) ?? `it ended with ${signal ?? `exit code ${code}`} and printed nothing`);
    } finally {
        clearInterval(progressTimer);
        process.off("exit", stop);
        await new Promise<void>((resolve) => logStream.end(resolve));
    }
}
