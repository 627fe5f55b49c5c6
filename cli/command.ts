/** What a verb is given: the clone it runs in and what was typed after it. */
export interface CommandCall {
    root: string;
    args: string[];
    log: (line: string) => void;
}

/** One word of `./devmin`. Its file is loaded only when the word is typed. */
export interface Command {
    /** What may follow the word. */
    argsUsage?: string;
    description: string;
    load(): Promise<{ run(call: CommandCall): Promise<void> }>;
}

/** A call with the wrong words: exit code 2, and the sentence says which are right. */
export class UsageError extends Error {}
