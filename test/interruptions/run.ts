/**
 * Ctrl-C at random moments of a rehearsal, as often as asked: each time it ends by itself, no process is left, and the next
 * rehearsal starts on what is there; the last one is played to its end.
 *
 * `npm run test:interruptions -- 20 --all`: the words after the number go to the rehearsal.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(__dirname, "..", "..");
const [times = "20", ...words] = process.argv.slice(2);
/** How long a rehearsal may take to end all it started. */
const endsWithinMs = 90_000;

interface Ended {
    exitCode: number | null;
    seconds: number;
    /** The step it was in, as its own output has it. */
    during: string;
    /** From the interruption to the end. */
    tookMs: number;
    output: string;
}

/** Plays a rehearsal in a process group of its own, and sends all of it what a terminal sends on Ctrl-C. */
async function rehearsal(interruptAfterMs?: number): Promise<Ended> {
    const begin = Date.now();
    const child = spawn("npm", ["run", "rehearse", "--", ...words], { cwd: root, detached: true, stdio: "pipe" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const seconds = () => (Date.now() - begin) / 1_000;
    const steps = () => output.match(/(?<=❯ )\d+ .*/g) ?? [];
    if (interruptAfterMs === undefined) {
        const exitCode = await ended;
        return { exitCode, seconds: seconds(), during: "", tookMs: 0, output };
    }
    await Promise.race([sleep(interruptAfterMs), ended]);
    const during = steps().at(-1) ?? "before the first step";
    const at = Date.now();
    const signal = (name: NodeJS.Signals) => child.exitCode === null && process.kill(-(child.pid as number), name);
    signal("SIGINT");
    const late = setTimeout(() => signal("SIGKILL"), endsWithinMs);
    const exitCode = await ended;
    clearTimeout(late);
    return { exitCode, seconds: seconds(), during, tookMs: Date.now() - at, output };
}

/** Processes that work in the rehearsal's folder or name it, as Linux tells. */
function left(): string[] {
    const folder = join(root, ".sandbox", "rehearsal");
    return readdirSync("/proc").flatMap((pid) => {
        if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
        try {
            const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
            const where = readlinkSync(`/proc/${pid}/cwd`);
            return words.includes(folder) || where.startsWith(folder) ? [`${pid} ${words.slice(0, 120)}`] : [];
        } catch {
            return []; // it ended while we looked
        }
    });
}

async function main(): Promise<void> {
    if (!/^[1-9]\d*$/.test(times)) throw new Error(`${times} was given: say how often, for example 20.`);
    const whole = await rehearsal();
    if (whole.exitCode !== 0)
        throw new Error(`it does not hold without an interruption:\n${whole.output.slice(-3_000)}`);
    console.log(`a whole rehearsal takes ${whole.seconds.toFixed(0)} s`);
    const faults: string[] = [];
    for (let time = 1; time <= Number(times); time++) {
        const after = Math.random() * whole.seconds * 1_000;
        const { exitCode, during, tookMs, output } = await rehearsal(after);
        const rest = left();
        const wrong = [
            exitCode === 0 ? "exit code 0, though it was interrupted" : "",
            tookMs >= endsWithinMs ? `it had not ended after ${endsWithinMs / 1_000} s` : "",
            ...rest.map((process) => `left: ${process}`),
            /^ *at .*:\d+:\d+\)?$/m.test(output) ? "a stack trace, where a sentence should be" : "",
        ].filter(Boolean);
        console.log(
            `${`${time}`.padStart(3)}  after ${(after / 1_000).toFixed(1).padStart(5)} s, in ${during}: ` +
                `ended in ${(tookMs / 1_000).toFixed(1)} s with ${exitCode}${wrong.map((each) => `\n     ${each}`).join("")}`,
        );
        faults.push(...wrong);
    }
    const last = await rehearsal();
    if (last.exitCode !== 0) faults.push(`the rehearsal after them does not hold:\n${last.output.slice(-3_000)}`);
    console.log(
        `${times} interruptions, ${faults.length} faults; the rehearsal after them ${last.exitCode === 0 ? "holds" : "is broken"}`,
    );
    if (faults.length) throw new Error(faults.join("\n"));
}

main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
