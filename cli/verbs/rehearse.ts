import { rehearse } from "../../rehearsal/run";
import type { Call } from "../verb";
import { isOfficial, providers, wordsOf } from "../words";

/** `./devmin rehearse [--keep] [--providers official]`: exit code 0 only if every step held. */
export async function run({ root, args }: Call): Promise<void> {
    const { values } = wordsOf(args, { keep: { type: "boolean", default: false }, providers }, 0);
    if (!(await rehearse(root, { keep: values.keep, official: isOfficial(values) }))) process.exitCode = 1;
}
