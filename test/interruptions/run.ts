/**
 * Ctrl-C at random moments of a rehearsal, as often as asked: each time it ends by itself, no process is left, and the next
 * rehearsal starts on what is there; the last one is played to its end. For Linux, which tells what processes there are.
 *
 * `npm run test:interruptions -- 20 240 --all`: twenty times, each within 240 seconds; further words go to the rehearsal.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(__dirname, "..", "..");
const [times = "20", within = "240", ...words] = process.argv.slice(2);
/** How long a rehearsal may take to end all it started. */
const endsWithinMs = 90_000;

interface Ended {
    exitCode: number | null;
    /** Whether it was interrupted, and did not come to its end before. */
    interrupted: boolean;
    /** The last step it began, as its own output has it. */
    step: string;
    /** From the interruption to the end. */
    tookMs: number;
    output: string;
}

/** Plays a rehearsal in a process group of its own, and sends all of it what a terminal sends on Ctrl-C. */
async function rehearsal(interruptAfterMs = Number.POSITIVE_INFINITY): Promise<Ended> {
    const child = spawn("npm", ["run", "rehearse", "--", ...words], { cwd: root, detached: true, stdio: "pipe" });
    const signal = (name: NodeJS.Signals) => process.kill(-(child.pid as number), name);
    const passOn = () => signal("SIGINT");
    process.on("SIGINT", passOn);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk) => {
            output += chunk;
        });
    }
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const moment =
        interruptAfterMs < Number.POSITIVE_INFINITY ? sleep(interruptAfterMs, true) : ended.then(() => false);
    const interrupted = await Promise.race([moment, ended.then(() => false)]);
    const at = Date.now();
    if (interrupted) signal("SIGINT");
    const late = interrupted ? setTimeout(() => signal("SIGKILL"), endsWithinMs) : undefined;
    const exitCode = await ended;
    clearTimeout(late);
    process.off("SIGINT", passOn);
    const step = output.match(/(?<=❯ )\d+ .*/g)?.at(-1) ?? "before the first step";
    return { exitCode, interrupted, step, tookMs: Date.now() - at, output };
}

/** Processes that work in the rehearsal's folder or name it. */
function left(): string[] {
    const folder = join(root, ".sandbox", "rehearsal");
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
        .flatMap((pid) => {
            try {
                const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
                const isOurs = command.includes(folder) || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
                return isOurs ? [`${pid} ${command.slice(0, 120)}`] : [];
            } catch {
                return []; // it ended while we looked
            }
        });
}

function faultsOf({ exitCode, interrupted, tookMs, output }: Ended): string[] {
    return [
        interrupted && exitCode === 0 ? "exit code 0, though it was interrupted" : "",
        !interrupted && exitCode !== 0 ? `broken:\n${output.slice(-3_000)}` : "",
        tookMs >= endsWithinMs ? `it had not ended after ${endsWithinMs / 1_000} s` : "",
        ...left().map((process) => `left: ${process}`),
        /^ +at .*:\d+:\d+\)?$/m.test(output) ? "a stack trace, where a sentence should be" : "",
    ].filter(Boolean);
}

async function main(): Promise<void> {
    for (const given of [times, within]) {
        if (/^[1-9]\d*$/.test(given)) continue;
        throw new Error(`${given} was given: say how often, and within how many seconds.`);
    }
    let count = 0;
    for (let time = 1; time <= Number(times) + 1; time++) {
        const isLast = time > Number(times);
        const ended = await rehearsal(isLast ? undefined : Math.random() * Number(within) * 1_000);
        const faults = faultsOf(ended);
        count += faults.length;
        const how = ended.interrupted ? `interrupted in ${ended.step}` : "played to its end";
        console.log(
            `${time}  ${how}: ended within ${(ended.tookMs / 1_000).toFixed(1)} s, exit code ${ended.exitCode}`,
        );
        for (const fault of faults) console.log(`   ${fault}`);
    }
    console.log(`${times} interruptions and a whole rehearsal: ${count} faults`);
    if (count) process.exitCode = 1;
}

main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
