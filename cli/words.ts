import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./verb";

/** Reads a verb's words; what does not fit is a {@link UsageError}. */
export function wordsOf<const O extends NonNullable<ParseArgsConfig["options"]>>(
    args: string[],
    options: O,
    positionals: number,
) {
    try {
        const parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
        if (parsed.positionals.length === positionals) return parsed;
    } catch (error) {
        throw new UsageError((error as Error).message);
    }
    throw new UsageError(
        positionals === 0
            ? `it takes no word, ${args.join(" ")} was given.`
            : `it takes ${positionals} word, ${args.length} were given.`,
    );
}

/** Whose providers Pulumi uses in the local cloud: ours, or those of AWS and Confluent. */
export const providers = { type: "string" } as const;

export function isOfficial({ providers: given }: { providers?: string }): boolean {
    if (given === undefined || given === "official") return given === "official";
    throw new UsageError(`--providers takes official and nothing else, ${given} was given.`);
}
