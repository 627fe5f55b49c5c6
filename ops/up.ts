import { getDefaultLeaseHours } from "../lib/lease";
import { switchRole } from "./clients/assume-role";
import { assertConfluentAccess } from "./clients/aws";
import type { Environment, Layer } from "./environment";
import { readConfluentEndpoint } from "./init";
import { extendLease, isLeaseValid, readLease } from "./lease";
import type { Log, PulumiCli } from "./pulumi/cli";
import { deployLayer } from "./pulumi/deploy-layer";

export interface DeployLayersOptions {
    log: Log;
    /** Asked after the preview of each layer. */
    confirm(layer: Layer): Promise<boolean>;
    /** How long demo's new lease is. @default no new one while one runs; else 4 hours, or the longest that is allowed */
    leaseMs?: number;
}

/**
 * Previews and updates the layers, one after the other, each with a receipt in the evidence store. Resolves with false when an
 * update was not agreed to.
 */
export async function deployLayers(
    env: Environment,
    pulumi: PulumiCli,
    layers: readonly Layer[],
    { log, confirm, leaseMs }: DeployLayersOptions,
): Promise<boolean> {
    const auditorEnv = await switchRole(env, "auditor"); // who may not write it down is to hear so before anything is made
    // Pulumi asks Confluent only once it makes something, which is half way.
    if (layers.includes("kafka")) await assertConfluentAccess(readConfluentEndpoint(env.root, env.stack));
    for (const layer of layers) {
        if (layer === "demo") await ensureLease(env, pulumi, leaseMs, log);
        log(`preview of ${layer} …`);
        if (!(await deployLayer(auditorEnv, pulumi, layer, { log, confirm: () => confirm(layer) }))) return false;
    }
    return true;
}

/** Writes a lease where one is asked for or none runs. */
async function ensureLease(env: Environment, pulumi: PulumiCli, leaseMs: number | undefined, log: Log): Promise<void> {
    const lease = readLease(env);
    if (leaseMs === undefined && isLeaseValid(lease)) return;
    const until = await extendLease(env, pulumi, leaseMs ?? getDefaultLeaseHours(lease.maxHours) * 3_600_000);
    log(`demo gets a lease until ${until}`);
}
