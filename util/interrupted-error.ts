/** A command was interrupted: by Ctrl-C, a closed terminal or a cancelled pipeline. */
export class InterruptedError extends Error {
    override name = "InterruptedError";
}
