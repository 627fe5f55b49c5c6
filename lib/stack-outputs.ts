import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildBackendNames, getProjectName, type NamingScope } from "./names";
import { refuse } from "./refusal";

/** Whether a value survives the way to another stack: data does, alone or in an Output; resources, functions, classes do not. */
type IsTransferable<T> =
    T extends pulumi.Output<infer V>
        ? IsTransferable<V>
        : T extends pulumi.Resource | ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown)
          ? false
          : true;

/** The exports of a layer that another layer can read. */
export type OutputKeys<Layer> = {
    [K in keyof Layer]: false extends IsTransferable<Layer[K]> ? never : K;
}[keyof Layer] &
    string;

/** An export as its reader sees it. */
export type OutputValue<Layer, K extends keyof Layer> = pulumi.Output<pulumi.Unwrap<Layer[K]>>;

/** Another layer, seen through its exports alone. */
export interface LayerOutputs<Layer> {
    /** The export; refuses, naming the command, while the layer is not up. */
    <K extends OutputKeys<Layer>>(key: K): OutputValue<Layer, K>;
    /** The export, or null while the layer is not up. */
    getIfUp<K extends OutputKeys<Layer>>(key: K): pulumi.Output<pulumi.Unwrap<Layer[K]> | null>;
}

/**
 * Reads another layer's exports, typed by that layer's own index.ts: a misspelt or removed export is a compile error.
 *
 * @example const core = outputsOf<typeof import("../core")>("core");
 *          core("evidenceBucket")
 */
export function getLayerOutputs<Layer extends object>(layer: string): LayerOutputs<Layer> {
    const name = `${pulumi.getOrganization()}/${getProjectName(layer)}/${pulumi.getStack()}`;
    const stack = new pulumi.StackReference(layer, { name });
    return createLayerOutputs(layer, (key) => stack.getOutput(key));
}

/**
 * The same door, for a reader that may not open the other layer's secrets. A StackReference opens the stack's data key
 * before it reads anything, with which all its secrets can be opened; the state itself has what is no secret in the clear.
 *
 * @example const kafka = plainOutputsOf<typeof import("../kafka")>("kafka", { place, provider });
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

/** What core tells of where it is. */
interface CoreLocation {
    account: pulumi.Output<string> | string;
    region: pulumi.Output<string> | string;
}

/**
 * The region of a layer, once it is sure that core is in the same account and region: what providers are made with, so that
 * a layer configured for another place makes nothing at all.
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
    // Null, because Pulumi warns of an undefined output, and a layer that is not up is nothing to warn of.
    const getIfUp = (key: string) => readOutput(key).apply((value) => value ?? null);
    const getOutput = (key: string) =>
        getIfUp(key).apply((value) => value ?? refuse(`${layer} has no ${key} yet: run pulumi up -C ${layer}`));
    return Object.assign(getOutput, { getIfUp }) as unknown as LayerOutputs<Layer>;
}

/** A state as Pulumi's backends keep it, as far as this looks into it. */
interface StateFile {
    checkpoint?: {
        latest?: { resources?: { type: string; parent?: string; outputs?: Record<string, unknown> }[] };
    };
}

const getStackOutputs = ({ checkpoint }: StateFile): Record<string, unknown> =>
    checkpoint?.latest?.resources?.find(({ type, parent }) => type === "pulumi:pulumi:Stack" && !parent)?.outputs ?? {};

/** How Pulumi marks what is not plain: a secret, an asset, a reference. */
const signatureKey = '"4dabf18193072939515e22adb298388d"';

function requirePlainOutput(layer: string, name: string, value: unknown): unknown {
    if (value !== undefined && JSON.stringify(value).includes(signatureKey)) {
        refuse(
            `${layer} exports ${name} as a secret, which this layer may not open: export where it is kept, not what it is.`,
        );
    }
    return value;
}
