import { usualLease } from "../lib/lease";
import { confluentAnswers } from "./clouds";
import type { Environment, Layer } from "./environment";
import { confluentEndpointIn } from "./init";
import { extendLease, isRunning, leaseIn } from "./lease";
import type { Pulumi, Say } from "./pulumi";
import { as } from "./roles";
import { update } from "./update";

export interface UpOptions {
    say: Say;
    /** Asked after the preview of each layer. */
    agrees(layer: Layer): Promise<boolean>;
    /** How long demo's new lease is. @default no new one while one runs; else 4 hours, or the longest that is allowed */
    leaseMs?: number;
}

/**
 * Previews and updates the layers, one after the other, each with a receipt in the evidence store. Resolves with false when an
 * update was not agreed to.
 */
export async function up(
    env: Environment,
    pulumi: Pulumi,
    layers: readonly Layer[],
    { say, agrees, leaseMs }: UpOptions,
): Promise<boolean> {
    const witness = await as(env, "auditor"); // who may not write it down is to hear so before anything is made
    // Pulumi asks Confluent only once it makes something, which is half way.
    if (layers.includes("kafka")) await confluentAnswers(confluentEndpointIn(env.root, env.stack));
    for (const layer of layers) {
        if (layer === "demo") await haveLease(env, pulumi, leaseMs, say);
        say(`preview of ${layer} …`);
        if (!(await update(witness, pulumi, layer, { say, agrees: () => agrees(layer) }))) return false;
    }
    return true;
}

/** Writes a lease where one is asked for or none runs. */
async function haveLease(env: Environment, pulumi: Pulumi, leaseMs: number | undefined, say: Say): Promise<void> {
    const lease = leaseIn(env);
    if (leaseMs === undefined && isRunning(lease)) return;
    const until = await extendLease(env, pulumi, leaseMs ?? usualLease(lease.maxHours) * 3_600_000);
    say(`demo gets a lease until ${until}`);
}
