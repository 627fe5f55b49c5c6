/** What ends a command: Ctrl-C, a supervisor, a terminal that closes. */
export const interruptSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A command was interrupted: by Ctrl-C, a closed terminal or a cancelled pipeline. */
export class InterruptedError extends Error {
    override name = "InterruptedError";
}
