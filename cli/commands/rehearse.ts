import { rehearse } from "../../e2e/run";
import type { CommandCall } from "../command";
import { isOfficial, type ProvidersOption } from "../providers";

/** Exit code 0 only if every step passed. */
export async function run({
    root,
    options,
}: CommandCall<ProvidersOption & { all?: boolean; keep?: boolean; strict?: boolean }>): Promise<void> {
    const { all, keep, strict } = options;
    if (!(await rehearse(root, { all, keep, strict, officialProviders: isOfficial(options) }))) process.exitCode = 1;
}
