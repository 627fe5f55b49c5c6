import { rehearse } from "../../rehearsal/run";
import type { Call } from "../verb";
import { wordsOf } from "../words";

/** `./devmin rehearse [--keep]`: exit code 0 only if every step held. */
export async function run({ root, args }: Call): Promise<void> {
    const { values } = wordsOf(args, { keep: { type: "boolean", default: false } }, 0);
    if (!(await rehearse(root, values))) process.exitCode = 1;
}
