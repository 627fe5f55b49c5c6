import { rehearse } from "../../rehearsal/run";
import type { Call } from "../verb";
import { isOfficial, providers, strict, wordsOf } from "../words";

/** `./devmin rehearse [--all] [--keep] [--strict] [--providers official]`: exit code 0 only if every step held. */
export async function run({ root, args }: Call): Promise<void> {
    const flag = { type: "boolean", default: false } as const;
    const { values } = wordsOf(args, { all: flag, keep: flag, strict, providers }, 0);
    const { all, keep } = values;
    if (!(await rehearse(root, { all, keep, strict: values.strict, official: isOfficial(values) })))
        process.exitCode = 1;
}
