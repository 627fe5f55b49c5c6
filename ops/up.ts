import { InterruptedError } from "../util/interrupted-error";
import { type AwsClients, assertConfluentAccess } from "./clients/aws";
import type { Environment, Layer } from "./environment";
import { readConfluentEndpoint } from "./init";
import { extendLease, selectLeaseMs } from "./lease";
import type { Log, PulumiCli } from "./pulumi/cli";
import { deployLayer } from "./pulumi/deploy-layer";
import { assertUnlocked } from "./pulumi/locks";

export interface DeployLayersOptions {
    log: Log;
    /** Called after the preview of each layer. */
    confirm(layer: Layer): Promise<boolean>;
    /** Length of demo's new lease. @default none while one is valid; otherwise 4 hours, or the longest allowed */
    leaseMs?: number;
}

/**
 * Previews and updates the layers one after the other, each with a deployment record in the audit log. Resolves with false when
 * the user declined an update.
 */
export async function deployLayers(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    layers: readonly Layer[],
    { log, confirm, leaseMs }: DeployLayersOptions,
): Promise<boolean> {
    // Pulumi calls Confluent only when it creates something, which is half way through the update.
    if (layers.includes("kafka")) await assertConfluentAccess(readConfluentEndpoint(env.root, env.stack));
    for (const [index, layer] of layers.entries()) {
        try {
            await assertUnlocked(env, aws, layer); // before the lease is written: it would change under the update that runs
            if (layer === "demo") await ensureLease(env, pulumi, leaseMs, log);
            log(`previewing ${layer} …`);
            if (!(await deployLayer(env, aws, pulumi, layer, { log, confirm: () => confirm(layer) }))) return false;
        } catch (error) {
            if (!(error instanceof InterruptedError) || layers.length === 1) throw error;
            const states = layers.map(
                (each, at) => `${each}: ${["deployed", "interrupted", "not begun"][Math.sign(at - index) + 1]}`,
            );
            throw new InterruptedError(`${error.message} ${states.join(", ")}.`);
        }
    }
    return true;
}

/** Writes a lease when one is requested or none is valid. */
async function ensureLease(env: Environment, pulumi: PulumiCli, leaseMs: number | undefined, log: Log): Promise<void> {
    const selectedMs = selectLeaseMs(env, leaseMs);
    if (selectedMs !== undefined) log(`demo: lease until ${await extendLease(env, pulumi, selectedMs)}`);
}
