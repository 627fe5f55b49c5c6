import type { Environment, Layer } from "../ops/environment";
import { resourcesInBucket } from "../ops/state";
import { type Tagged, taggedFor } from "../ops/tagged";

/** What AWS made for a layer, and what of that the layer's state does not know. */
export async function madeFor(env: Environment, layer: Layer): Promise<{ made: Tagged[]; unknown: Tagged[] }> {
    const made = await taggedFor(env, layer);
    const known = new Set((await resourcesInBucket(env, layer))?.map(({ id }) => id));
    return { made, unknown: made.filter(({ id }) => !known.has(id)) };
}
