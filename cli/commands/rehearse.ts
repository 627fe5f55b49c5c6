import { rehearse } from "../../e2e/run";
import type { ProviderKind } from "../../local-cloud";
import type { CommandCall } from "../command";

/** Exit code 0 only if every step passed. */
export async function run({
    root,
    options,
}: CommandCall<{ all?: boolean; keep?: boolean; strict?: boolean; providers?: ProviderKind }>): Promise<void> {
    if (!(await rehearse(root, options))) process.exitCode = 1;
}
