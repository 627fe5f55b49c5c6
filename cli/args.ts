import { type ParseArgsConfig, parseArgs } from "node:util";
import { type Layer, layerNames } from "../ops/environment";
import { UsageError } from "./command";

type ArgumentOptions = NonNullable<ParseArgsConfig["options"]>;

/** Reads a verb's words, of which there must be so many; what does not fit is a {@link UsageError}. */
export function parseArguments<const O extends ArgumentOptions>(args: string[], options: O, positionals: number) {
    const parsed = parseVariadicArguments(args, options);
    if (parsed.positionals.length === positionals) return parsed;
    throw new UsageError(
        positionals === 0
            ? `it takes no word, ${args.join(" ")} was given.`
            : `it takes ${positionals} ${positionals === 1 ? "word" : "words"}, ${args.length} were given.`,
    );
}

/** Whether what could not be exercised is a failure as well. */
export const strictOption = { type: "boolean", default: false } as const;

/** Whose providers Pulumi uses in the local cloud: ours, or those of AWS and Confluent. */
export const providersOption = { type: "string" } as const;

export function isOfficial({ providers: given }: { providers?: string }): boolean {
    if (given === undefined || given === "official") return given === "official";
    throw new UsageError(`--providers takes official and nothing else, ${given} was given.`);
}

/** Reads a verb's words, however many there are. */
export function parseVariadicArguments<const O extends ArgumentOptions>(args: string[], options: O) {
    try {
        return parseArgs({ args, options, allowPositionals: true, strict: true });
    } catch (error) {
        throw new UsageError((error as Error).message);
    }
}

/** The layers that are named, from the bottom up; if none is, those that are updated from day to day. Core comes up with bootstrap. */
export function parseLayers(names: readonly string[]): readonly Layer[] {
    const unknown = names.find((name) => !layerNames.some((layer) => layer === name));
    if (unknown) throw new UsageError(`there is no layer ${unknown}: name some of ${layerNames.join(", ")}.`);
    return names.length ? layerNames.filter((layer) => names.includes(layer)) : ["kafka", "demo"];
}
