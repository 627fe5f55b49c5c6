/** What a verb is given: the clone it runs in and what was typed after it. */
export interface Call {
    root: string;
    args: string[];
    say: (line: string) => void;
}

/** One word of `./devmin`. Its file is loaded only when the word is typed. */
export interface Verb {
    /** What may follow the word. */
    takes?: string;
    does: string;
    load(): Promise<{ run(call: Call): Promise<void> }>;
}

/** A call with the wrong words: exit code 2, and the sentence says which are right. */
export class UsageError extends Error {}
