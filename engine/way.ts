/** A way to a CLI of our own: where it is once it is there, and how it gets there. */
export interface Way {
    source: "npm" | "built";
    pulumi: string;
    /** Throws the reason, as part of a sentence, when this way is not open here. */
    make(say: (line: string) => void): Promise<void>;
}
