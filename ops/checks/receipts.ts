import { NotExercised } from "../answer";
import { type Layer, layers } from "../environment";
import { type Link, linksSince } from "../evidence";
import { stateObject } from "../state";
import type { Receipt } from "../update";
import type { Check } from "./check";

/**
 * Nothing forces the policy pack on a plain `pulumi up`, which is allowed: what it did may be well, and nobody knows. One check a
 * layer, as each is updated on its own.
 */
export const receipts: readonly Check[] = layers.map((layer) => ({
    claim: `the policy pack judged the last update of ${layer} before it was made`,
    async problems(env) {
        const state = await stateObject(env, layer);
        const since = state?.LastModified ?? new Date(0); // a receipt is written once the state is
        return receiptProblems(layer, state?.VersionId, await linksSince(env, since));
    },
}));

/** What is wrong with the update that left this version of a layer's state, by what was written down since. */
export function receiptProblems(layer: Layer, state: string | undefined, links: readonly Link[]): string[] {
    const receipt = links.findLast(({ kind, details }) => {
        const about = details as Receipt;
        return kind === "up" && about.layer === layer && about.state === state;
    });
    const again = `./devmin up ${layer}`;
    if (!receipt)
        throw new NotExercised(`last update of ${layer} has no receipt: ${again} previews it, and leaves one`);
    return receipt.verdict === "holds"
        ? []
        : [`the last update of ${layer} ended half way, says link ${receipt.number} of the evidence: run ${again}`];
}
