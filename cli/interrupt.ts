import { InterruptedError, interruptSignals } from "../util/interrupted-error";
import { commands } from "./commands";

const hasTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);

/** Node crashes at its end when it cannot reset the terminal that it began with; so this process ends by the signal it got. */
function endByHangUp(): void {
    process.removeAllListeners("SIGHUP");
    process.kill(process.pid, "SIGHUP");
}

/**
 * Rejects with an InterruptedError when this process is interrupted, unless somebody else listens: a Pulumi run, which then
 * ends in order, or a command that tidies up. `stop` ends the watch.
 */
export function watchInterrupts(name: string, args: readonly string[]): { interrupted: Promise<never>; stop(): void } {
    let reject: (error: InterruptedError) => void;
    const interrupted = new Promise<never>((_resolve, rejectPromise) => {
        reject = rejectPromise;
    });
    const handle = (signal: NodeJS.Signals) => {
        if (signal === "SIGHUP" && hasTerminal) process.once("exit", endByHangUp);
        if (process.listenerCount(signal) === 1) reject(new InterruptedError(formatInterrupt(signal, name, args)));
    };
    for (const signal of interruptSignals) process.on(signal, handle);
    return {
        interrupted,
        stop() {
            for (const signal of interruptSignals) process.off(signal, handle);
        },
    };
}

/** What state an interrupted command leaves, and the command that goes on. */
const formatInterrupt = (signal: NodeJS.Signals, name: string, args: readonly string[]) =>
    `interrupted (${signal}): ${commands[name]?.interrupted ?? "nothing was changed"}. Go on with ./devmin ${[name, ...args].join(" ")}`;
