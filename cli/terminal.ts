import { createInterface } from "node:readline/promises";

type Ask = (question: string) => Promise<string>;

/** Asks at the terminal, as often as `use` wants; what is typed is the answer. Standard output stays the command's own. */
export async function promptAtTerminal<T>(use: (ask: Ask) => Promise<T>): Promise<T> {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
        return await use(async (question) => (await terminal.question(question)).trim());
    } finally {
        terminal.close();
    }
}
