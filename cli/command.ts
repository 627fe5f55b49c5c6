/** One positional argument of a command. */
export interface Positional {
    /** As help prints it: `LAYER`, or the word itself where there is but one. */
    name: string;
    /** What may be given. @default anything */
    choices?: readonly string[];
    optional?: boolean;
    /** Whether more of the same may follow. */
    repeated?: boolean;
}

/** Options by name, without dashes. One with a `value` takes text, of its `choices` if it has any; any other is a switch. */
export type CommandOptions = Readonly<
    Record<string, { value?: string; choices?: readonly string[]; description: string; default?: string }>
>;

/** One row of the command table, `commands.js`. */
export interface CommandSpec {
    /** One line, at most 85 characters, without a full stop. */
    summary: string;
    positionals?: readonly Positional[];
    options?: CommandOptions;
    examples: readonly string[];
    /** What state an interrupt leaves while no Pulumi is running, without a full stop. @default nothing was changed */
    interrupted?: string;
    /** Whether a shell evaluates what it prints: it prints `false` when it fails, so that `&&` goes no further. */
    isEvaluated?: boolean;
    /** `everything`: it wants the packages of the local cloud and the tests as well. @default the product's alone */
    needs?: "everything";
}

export interface CommandGroup {
    title: string;
    commands: Readonly<Record<string, CommandSpec>>;
}

/** What was typed, read by the command table. */
export interface CommandLine {
    name: string;
    args: string[];
    options: Record<string, unknown>;
    /** Whether `--allow-built-cli` was given. */
    allowsBuiltCli: boolean;
}

/** What a command is given: the clone it runs in, its arguments and options, and where its progress goes. */
export interface CommandCall<Options = object> {
    root: string;
    args: readonly string[];
    options: Options;
    /** A line of progress, to standard error; standard output is the command's result. */
    log: (line: string) => void;
}
