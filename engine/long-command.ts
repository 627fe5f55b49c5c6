import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";

export interface LongCommand {
    file: string;
    args: readonly string[];
    cwd: string;
    env: NodeJS.ProcessEnv;
    /** Everything it prints goes here, for when it fails. */
    log: string;
    /** A sign of life, said every so often, from the lines printed so far. */
    life: (seconds: number, lines: readonly string[]) => string;
    say: (line: string) => void;
    everyMs?: number;
    withinMs?: number;
}

/** Runs a command that takes minutes: shows that it lives, ends it when we end, and throws its last words if it fails. */
export async function longCommand({ file, args, cwd, env, log, life, say, ...times }: LongCommand): Promise<void> {
    const { everyMs = 15_000, withinMs } = times;
    const started = Date.now();
    const lines: string[] = [];
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: withinMs });
    const record = createWriteStream(log);
    for (const output of [child.stdout, child.stderr]) {
        output.setEncoding("utf8");
        output.on("data", (text: string) => {
            record.write(text);
            lines.push(...text.split("\n").filter((line) => line.trim()));
        });
    }
    const sign = setInterval(() => say(life(Math.round((Date.now() - started) / 1000), lines)), everyMs);
    const stop = () => child.kill("SIGINT");
    process.once("exit", stop);
    try {
        const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
            child.once("error", reject);
            child.once("close", (...end) => resolve(end));
        });
        if (code !== 0)
            throw new Error(lines.at(-1) ?? `it ended with ${signal ?? `exit code ${code}`} and said nothing`);
    } finally {
        clearInterval(sign);
        process.off("exit", stop);
        await new Promise<void>((resolve) => record.end(resolve));
    }
}
