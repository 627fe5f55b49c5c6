import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildBackendNames, getProjectName, type NamingScope } from "./names";
import { refuse } from "./refusal";

/** Whether a value can be a stack output: data can, also in an Output; resources, functions and classes cannot. */
type IsTransferable<T> =
    T extends pulumi.Output<infer V>
        ? IsTransferable<V>
        : T extends pulumi.Resource | ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown)
          ? false
          : true;

/** Names of the exports that another layer can read. */
export type OutputKeys<Layer> = {
    [K in keyof Layer]: false extends IsTransferable<Layer[K]> ? never : K;
}[keyof Layer] &
    string;

/** Type of an export for the layer that reads it. */
export type OutputValue<Layer, K extends keyof Layer> = pulumi.Output<pulumi.Unwrap<Layer[K]>>;

/** Stack outputs of another layer. */
export interface LayerOutputs<Layer> {
    /** Reads an output. Fails with a Refusal that names the command while the layer is not up. */
    <K extends OutputKeys<Layer>>(key: K): OutputValue<Layer, K>;
    /** Reads an output; null while the layer is not up. */
    getIfUp<K extends OutputKeys<Layer>>(key: K): pulumi.Output<pulumi.Unwrap<Layer[K]> | null>;
}

/**
 * Reads another layer's stack outputs by StackReference, from the stack of the same name. Typed by that layer's index.ts: a
 * misspelt or removed export is a compile error.
 *
 * @example const core = getLayerOutputs<typeof import("../core")>("core");
 *          core("evidenceBucket")
 */
export function getLayerOutputs<Layer extends object>(layer: string): LayerOutputs<Layer> {
    const name = `${pulumi.getOrganization()}/${getProjectName(layer)}/${pulumi.getStack()}`;
    const stack = new pulumi.StackReference(layer, { name });
    return createLayerOutputs(layer, (key) => stack.getOutput(key));
}

/**
 * Like {@link getLayerOutputs}, for a reader without access to the other layer's secrets. A StackReference first decrypts the
 * stack's data key, which decrypts all its secrets; this reads plain outputs directly from the state in S3. An output that is
 * secret fails with a Refusal.
 *
 * @example const kafka = readOutputsFromState<typeof import("../kafka")>("kafka", { scope, provider });
 *          kafka("applicationAccess")
 */
export function readOutputsFromState<Layer extends object>(
    layer: string,
    { scope, provider }: { scope: NamingScope; provider: aws.Provider },
): LayerOutputs<Layer> {
    const key = `.pulumi/stacks/${getProjectName(layer)}/${scope.stack}.json`;
    const state = aws.s3.getObjectOutput({ bucket: buildBackendNames(scope).stateBucket, key }, { provider }).body;
    const outputs = state.apply((body) => getStackOutputs(JSON.parse(body)));
    return createLayerOutputs(layer, (name) => outputs.apply((all) => requirePlainOutput(layer, name, all[name])));
}

/** Outputs of core that locate it. */
interface CoreLocation {
    account: pulumi.Output<string> | string;
    region: pulumi.Output<string> | string;
}

/**
 * Returns the layer's region, but fails with a Refusal unless core is in the same account and region. Providers are created
 * with the result, so that a layer configured for another account or region creates nothing.
 */
export function requireSameRegion(
    core: LayerOutputs<CoreLocation>,
    { layer, account, region }: NamingScope,
): pulumi.Output<string> {
    return pulumi.all([core("account"), core("region")]).apply(([coreAccount, coreRegion]) => {
        const mismatches = [
            ...(coreAccount === account ? [] : [["account", `${getProjectName(layer)}:account`, account, coreAccount]]),
            ...(coreRegion === region ? [] : [["region", "aws:region", region, coreRegion]]),
        ].map(
            ([what, key, actual, expected]) =>
                `${key} is ${actual}, but core is in ${what} ${expected}: it must be the same. ` +
                `Set it with: pulumi config set -C ${layer} ${key} ${expected}`,
        );
        return mismatches.length > 0 ? refuse(mismatches.join("\n")) : region;
    });
}

function createLayerOutputs<Layer extends object>(
    layer: string,
    readOutput: (key: string) => pulumi.Output<unknown>,
): LayerOutputs<Layer> {
    // Null, because Pulumi warns about undefined outputs, and a layer that is not up is no reason for a warning.
    const getIfUp = (key: string) => readOutput(key).apply((value) => value ?? null);
    const getOutput = (key: string) =>
        getIfUp(key).apply((value) => value ?? refuse(`${layer} has no output ${key} yet: run pulumi up -C ${layer}`));
    return Object.assign(getOutput, { getIfUp }) as unknown as LayerOutputs<Layer>;
}

/** The part of Pulumi's state file that is read here. */
interface StateFile {
    checkpoint?: {
        latest?: { resources?: { type: string; parent?: string; outputs?: Record<string, unknown> }[] };
    };
}

const getStackOutputs = ({ checkpoint }: StateFile): Record<string, unknown> =>
    checkpoint?.latest?.resources?.find(({ type, parent }) => type === "pulumi:pulumi:Stack" && !parent)?.outputs ?? {};

/** Pulumi's marker of values that are not plain: secrets, assets, resource references. */
const signatureKey = '"4dabf18193072939515e22adb298388d"';

function requirePlainOutput(layer: string, name: string, value: unknown): unknown {
    if (value !== undefined && JSON.stringify(value).includes(signatureKey)) {
        refuse(
            `${layer} exports ${name} as a secret, which this layer cannot decrypt: export where the secret is stored (its ARN), not its value.`,
        );
    }
    return value;
}
