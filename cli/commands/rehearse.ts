import { rehearse } from "../../e2e/run";
import { isOfficial, parseArguments, providersOption, strictOption } from "../args";
import type { CommandCall } from "../command";

/** `./devmin rehearse [--all] [--keep] [--strict] [--providers official]`: exit code 0 only if every step held. */
export async function run({ root, args }: CommandCall): Promise<void> {
    const flag = { type: "boolean", default: false } as const;
    const { values } = parseArguments(
        args,
        { all: flag, keep: flag, strict: strictOption, providers: providersOption },
        0,
    );
    const { all, keep } = values;
    if (!(await rehearse(root, { all, keep, strict: values.strict, officialProviders: isOfficial(values) })))
        process.exitCode = 1;
}
