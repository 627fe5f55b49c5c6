/**
 * Ctrl-C in each step of an end-to-end run at a random time, from the last step to the first and back, as often as requested: each
 * time the run ends by itself and leaves no process, and the next one starts from what is there; one more runs to its end. Linux
 * only, because it reads /proc.
 *
 * `npm run test:interruptions -- 20 --all`: twenty times; further arguments go to `npm run rehearse`.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { steps } from "../../e2e/steps";

const root = join(__dirname, "..", "..");
const [times = "20", ...rehearseArgs] = process.argv.slice(2);
/** How many steps a run has. */
const stepCount = steps.filter(({ extended }) => rehearseArgs.includes("--all") || !extended).length;
/** How long each step took the last time; a step that never ended yet is interrupted at its start. */
const seenMs = new Map<number, number>();
let isInterrupted = false;
/** How long a run may take to end everything it started. */
const shutdownTimeoutMs = 90_000;

interface RunResult {
    exitCode: number | null;
    /** The step that was interrupted; undefined if the run ended before. */
    interruptedIn?: string;
    /** From the interrupt to the end. */
    shutdownMs: number;
    output: string;
}

/** Runs the steps in a process group, and sends the group SIGINT, as a terminal does on Ctrl-C, in the step with this number. */
async function runRehearsal(target?: number): Promise<RunResult> {
    const child = spawn("npm", ["run", "rehearse", "--", ...rehearseArgs], {
        cwd: root,
        detached: true,
        stdio: "pipe",
    });
    const sendSignal = (name: NodeJS.Signals) => {
        try {
            process.kill(-(child.pid as number), name);
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // the group has ended meanwhile
        }
    };
    let currentStep = { number: 0, step: "before the first step", at: Date.now() };
    let interrupted: { step: string; at: number } | undefined;
    const timers: NodeJS.Timeout[] = [];
    const interrupt = () => {
        interrupted = { step: currentStep.step, at: Date.now() };
        sendSignal("SIGINT");
        timers.push(setTimeout(() => sendSignal("SIGKILL"), shutdownTimeoutMs));
    };
    const forwardInterrupt = () => {
        isInterrupted = true;
        sendSignal("SIGINT");
    };
    process.on("SIGINT", forwardInterrupt);
    let output = "";
    const handleLine = (line: string) => {
        output += `${line}\n`;
        const [, step, number] = line.match(/❯ ((\d+) .*)/) ?? [];
        if (!step) return;
        seenMs.set(currentStep.number, Date.now() - currentStep.at);
        currentStep = { number: Number(number), step, at: Date.now() };
        const lengthMs = seenMs.get(currentStep.number) ?? 0;
        if (currentStep.number === target) timers.push(setTimeout(interrupt, Math.random() * lengthMs));
    };
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", handleLine);
    const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
    for (const timer of timers) clearTimeout(timer);
    process.off("SIGINT", forwardInterrupt);
    return {
        exitCode,
        interruptedIn: interrupted?.step,
        shutdownMs: interrupted ? Date.now() - interrupted.at : 0,
        output,
    };
}

/** Processes whose working directory or command line is in the run's folder. */
function listLeftProcesses(): string[] {
    const folder = join(root, ".sandbox", "e2e");
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
        .flatMap((pid) => {
            try {
                const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
                const isOurs = command.includes(folder) || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
                return isOurs ? [`${pid} ${command.slice(0, 120)}`] : [];
            } catch {
                return []; // it ended meanwhile
            }
        });
}

function listFaults({ exitCode, interruptedIn: interrupted, shutdownMs, output }: RunResult): string[] {
    return [
        interrupted && exitCode === 0 ? "exit code 0, although it was interrupted" : "",
        !interrupted && exitCode !== 0 ? `failed:\n${output.slice(-3_000)}` : "",
        shutdownMs >= shutdownTimeoutMs ? `still running ${shutdownTimeoutMs / 1_000} s after the interrupt` : "",
        ...listLeftProcesses().map((process) => `left: ${process}`),
        /^ +at .*:\d+:\d+\)?$/m.test(output) ? "a stack trace instead of a message" : "",
    ].filter(Boolean);
}

/** The number of the step to interrupt in this run: backwards first, so that most lengths are known by then. */
function getStepNumber(time: number): number {
    const offset = (time - 1) % stepCount;
    const isOnTheWayBack = Math.floor((time - 1) / stepCount) % 2 === 1;
    return isOnTheWayBack ? offset + 1 : stepCount - offset;
}

async function main(): Promise<void> {
    if (!/^[1-9]\d*$/.test(times))
        throw new Error(`the number of interruptions is ${times}; it must be a positive whole number, e.g. 20.`);
    let count = 0;
    const interruptedSteps = new Set<string>();
    for (let time = 1; time <= Number(times) + 1; time++) {
        const isWhole = time > Number(times);
        const ended = await runRehearsal(isWhole ? undefined : getStepNumber(time));
        const faults = listFaults(ended);
        if (isInterrupted) break;
        if (!isWhole && !ended.interruptedIn) faults.push("it ended before the interrupt");
        count += faults.length;
        if (ended.interruptedIn) interruptedSteps.add(ended.interruptedIn);
        const how = ended.interruptedIn ? `interrupted in ${ended.interruptedIn}` : "ran to its end";
        console.log(
            `${time}  ${how}: ended within ${(ended.shutdownMs / 1_000).toFixed(1)} s, exit code ${ended.exitCode}`,
        );
        for (const fault of faults) console.log(`   ${fault}`);
    }
    if (isInterrupted) throw new Error("interrupted; the results so far are above.");
    console.log(
        `${times} interruptions in ${interruptedSteps.size} of ${stepCount} steps, and a whole run: ${count} faults`,
    );
    if (count) process.exitCode = 1;
}

main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
