import type * as pulumi from "@pulumi/pulumi";
import type { AwsClients } from "./clients/aws";
import type { Environment, Layer } from "./environment";
import { readStackOutputs } from "./pulumi/state";

/** A layer's exports as its state has them: without Pulumi's outputs around the values. */
type LayerExports<Exports> = { [Name in keyof Exports]: pulumi.Unwrap<Exports[Name]> };

/** The stack outputs of all layers. Checks and commands take names from here and facts from the clouds. */
export interface EnvironmentOutputs {
    core: LayerExports<typeof import("../core")>;
    kafka: LayerExports<typeof import("../kafka")>;
    demo: LayerExports<typeof import("../demo")>;
}

/** The stack outputs of a layer; undefined while it is not deployed. */
export async function findLayerOutputs<L extends Layer>(
    env: Environment,
    aws: AwsClients,
    layer: L,
): Promise<EnvironmentOutputs[L] | undefined> {
    const outputs = await readStackOutputs(env, aws, layer);
    return Object.keys(outputs).length > 0 ? (outputs as EnvironmentOutputs[L]) : undefined;
}

/** The stack outputs of a layer. Throws, naming the command to run, while it is not deployed. */
export async function readLayerOutputs<L extends Layer>(
    env: Environment,
    aws: AwsClients,
    layer: L,
): Promise<EnvironmentOutputs[L]> {
    const outputs = await findLayerOutputs(env, aws, layer);
    if (!outputs)
        throw new Error(`${layer} is not deployed: run ./devmin ${layer === "core" ? "bootstrap" : `up ${layer}`}`);
    return outputs;
}

/** The layers whose stack outputs a layer reads. Without core: its roles deploy the others, so it is there. */
const requiredLayers: Readonly<Record<Layer, readonly Layer[]>> = { core: [], kafka: [], demo: ["kafka"] };

/** A layer that another one reads and that is not deployed yet; undefined when it can be deployed. */
export async function findMissingLayer(env: Environment, aws: AwsClients, layer: Layer): Promise<Layer | undefined> {
    for (const required of requiredLayers[layer]) if (!(await findLayerOutputs(env, aws, required))) return required;
    return undefined;
}
