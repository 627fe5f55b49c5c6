import { InterruptedError } from "../util/interrupted-error";
import { assertMayCreateEnvironment } from "./account/confluent-roles";
import { activateCostAllocationTag } from "./account/cost-allocation-tag";
import { type AwsClients, assertConfluentAccess, createAwsClients } from "./clients/aws";
import type { Environment, Layer } from "./environment";
import { readConfluentEndpoint } from "./init";
import { findMissingLayer } from "./layer-outputs";
import { buildLeaseConfig, selectLeaseEnd, writeLease } from "./lease";
import { getPulumiProjectName } from "./projects";
import type { Log, PulumiCli } from "./pulumi/cli";
import { deployLayer } from "./pulumi/deploy-layer";
import { assertUnlocked } from "./pulumi/locks";
import { assertStatesReadable, readStateResources } from "./pulumi/state";
import { environmentType } from "./recovery/deleted-resources";
import { readStackConfig } from "./stack-config";

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
    await assertStatesReadable(env, aws, layers);
    if (layers.includes("demo")) selectLeaseEnd(env, leaseMs); // refused before kafka is deployed
    // Pulumi calls Confluent only when it creates something, which is half way through the update.
    if (layers.includes("kafka")) await assertKafkaDeployable(env, aws);
    for (const [index, layer] of layers.entries()) {
        try {
            if (!(await deployNextLayer(env, aws, pulumi, layer, { log, confirm, leaseMs }))) return false;
        } catch (error) {
            if (!(error instanceof InterruptedError) || layers.length === 1) throw error;
            const states = [
                ...layers.slice(0, index).map((deployed) => `${deployed}: deployed`),
                `${layer}: interrupted`,
                ...layers.slice(index + 1).map((waiting) => `${waiting}: not begun`),
            ];
            throw new InterruptedError(`${error.message} ${states.join(", ")}.`);
        }
    }
    return true;
}

async function assertKafkaDeployable(env: Environment, aws: AwsClients): Promise<void> {
    const endpoint = readConfluentEndpoint(env.root, env.stack);
    await assertConfluentAccess(endpoint);
    const { config } = readStackConfig(env, "kafka");
    const isEnvironmentThere =
        config[`${getPulumiProjectName("kafka")}:environmentId`] ||
        (await readStateResources(env, aws, "kafka"))?.some(({ type }) => type === environmentType);
    if (!isEnvironmentThere) await assertMayCreateEnvironment(endpoint);
}

async function deployNextLayer(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    layer: Layer,
    { log, confirm, leaseMs }: DeployLayersOptions,
): Promise<boolean> {
    await assertUnlocked(env, aws, layer);
    const missing = await findMissingLayer(env, aws, layer);
    if (missing)
        throw new Error(`${layer} reads ${missing}, which is not deployed: run ./devmin up ${missing} ${layer}`);
    const leaseEnd = layer === "demo" ? selectLeaseEnd(env, leaseMs) : undefined;
    log(`previewing ${layer}${leaseEnd ? ` with a lease until ${leaseEnd}` : ""} …`);
    const entry = await deployLayer(env, aws, pulumi, layer, {
        log,
        config: leaseEnd ? buildLeaseConfig(leaseEnd) : {},
        confirm: async () => {
            if (!(await confirm(layer))) return false;
            await assertUnlocked(env, aws, layer); // the answer may have taken long
            if (leaseEnd) await writeLease(env, pulumi, leaseEnd);
            return true;
        },
    });
    if (entry && layer === "core") await activateCostAllocationTag(createAwsClients(env), log); // who deploys core, not the auditor
    return entry !== undefined;
}
