import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { backendNames, type Place, projectOf } from "./names";
import { refuse } from "./refusal";

/** Whether a value survives the way to another stack: data does, alone or in an Output; resources, functions, classes do not. */
type Travels<T> =
    T extends pulumi.Output<infer V>
        ? Travels<V>
        : T extends pulumi.Resource | ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown)
          ? false
          : true;

/** The exports of a layer that another layer can read. */
export type OutputKeys<Layer> = {
    [K in keyof Layer]: false extends Travels<Layer[K]> ? never : K;
}[keyof Layer] &
    string;

/** An export as its reader sees it. */
export type OutputOf<Layer, K extends keyof Layer> = pulumi.Output<pulumi.Unwrap<Layer[K]>>;

/** Another layer, seen through its exports alone. */
export interface Door<Layer> {
    /** The export; refuses, naming the command, while the layer is not up. */
    <K extends OutputKeys<Layer>>(key: K): OutputOf<Layer, K>;
    /** The export, or null while the layer is not up. */
    ifUp<K extends OutputKeys<Layer>>(key: K): pulumi.Output<pulumi.Unwrap<Layer[K]> | null>;
}

/**
 * Reads another layer's exports, typed by that layer's own index.ts: a misspelt or removed export is a compile error.
 *
 * @example const core = outputsOf<typeof import("../core")>("core");
 *          core("evidenceBucket")
 */
export function outputsOf<Layer extends object>(layer: string): Door<Layer> {
    const name = `${pulumi.getOrganization()}/${projectOf(layer)}/${pulumi.getStack()}`;
    const stack = new pulumi.StackReference(layer, { name });
    return doorTo(layer, (key) => stack.getOutput(key));
}

/**
 * The same door, for a reader that may not open the other layer's secrets. A StackReference opens the stack's data key
 * before it reads anything, with which all its secrets can be opened; the state itself has what is no secret in the clear.
 *
 * @example const kafka = plainOutputsOf<typeof import("../kafka")>("kafka", { place, provider });
 *          kafka("applicationAccess")
 */
export function plainOutputsOf<Layer extends object>(
    layer: string,
    { place, provider }: { place: Place; provider: aws.Provider },
): Door<Layer> {
    const key = `.pulumi/stacks/${projectOf(layer)}/${place.stack}.json`;
    const state = aws.s3.getObjectOutput({ bucket: backendNames(place).stateBucket, key }, { provider }).body;
    const outputs = state.apply((body) => outputsIn(JSON.parse(body)));
    return doorTo(layer, (name) => outputs.apply((all) => plain(layer, name, all[name])));
}

/** What core tells of where it is. */
interface Somewhere {
    account: pulumi.Output<string> | string;
    region: pulumi.Output<string> | string;
}

/**
 * The region of a layer, once it is sure that core is in the same account and region: what providers are made with, so that
 * a layer configured for another place makes nothing at all.
 */
export function regionBeside(core: Door<Somewhere>, { layer, account, region }: Place): pulumi.Output<string> {
    return pulumi.all([core("account"), core("region")]).apply(([theirAccount, theirRegion]) => {
        const wrong = [
            ...(theirAccount === account ? [] : [["account", `${projectOf(layer)}:account`, account, theirAccount]]),
            ...(theirRegion === region ? [] : [["region", "aws:region", region, theirRegion]]),
        ].map(
            ([what, key, ours, theirs]) =>
                `${key} is ${ours}, but core is in ${what} ${theirs}: it must be the same. ` +
                `Set it with: pulumi config set -C ${layer} ${key} ${theirs}`,
        );
        return wrong.length > 0 ? refuse(wrong.join("\n")) : region;
    });
}

function doorTo<Layer extends object>(layer: string, output: (key: string) => pulumi.Output<unknown>): Door<Layer> {
    // Null, because Pulumi warns of an undefined output, and a layer that is not up is nothing to warn of.
    const ifUp = (key: string) => output(key).apply((value) => value ?? null);
    const door = (key: string) =>
        ifUp(key).apply((value) => value ?? refuse(`${layer} has no ${key} yet: run pulumi up -C ${layer}`));
    return Object.assign(door, { ifUp }) as unknown as Door<Layer>;
}

/** A state as Pulumi's backends keep it, as far as this looks into it. */
interface State {
    checkpoint?: {
        latest?: { resources?: { type: string; parent?: string; outputs?: Record<string, unknown> }[] };
    };
}

const outputsIn = ({ checkpoint }: State): Record<string, unknown> =>
    checkpoint?.latest?.resources?.find(({ type, parent }) => type === "pulumi:pulumi:Stack" && !parent)?.outputs ?? {};

/** How Pulumi marks what is not plain: a secret, an asset, a reference. */
const special = '"4dabf18193072939515e22adb298388d"';

function plain(layer: string, name: string, value: unknown): unknown {
    if (value !== undefined && JSON.stringify(value).includes(special)) {
        refuse(
            `${layer} exports ${name} as a secret, which this layer may not open: export where it is kept, not what it is.`,
        );
    }
    return value;
}
