import { once } from "node:events";
import { createInterface } from "node:readline/promises";

type Ask = (question: string) => Promise<string>;

/**
 * Asks at the terminal, as often as `use` wants; what is typed is the answer. Standard output stays the command's own. Throws when
 * the terminal is closed (Ctrl-D); Ctrl-C interrupts the command as it does elsewhere.
 */
export async function promptAtTerminal<T>(
    use: (ask: Ask) => Promise<T>,
    { input = process.stdin, output = process.stderr } = {},
): Promise<T> {
    const terminal = createInterface({ input, output });
    terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT")); // readline takes the key, and would only close
    const closed = once(terminal, "close").then((): never => {
        throw new Error("nothing was answered: the terminal was closed.");
    });
    const ask: Ask = async (question) => (await terminal.question(question).catch(() => closed)).trim();
    try {
        return await Promise.race([use(ask), closed]);
    } finally {
        closed.catch(() => {}); // closed here, after the answer
        terminal.close();
    }
}

/** Whether an answer agrees: y or yes. */
export const isYes = (answer: string) => /^y(es)?$/i.test(answer);
