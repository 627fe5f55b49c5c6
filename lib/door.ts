import * as pulumi from "@pulumi/pulumi";
import { projectOf } from "./names";
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
    // Null, because Pulumi warns of an undefined output, and a layer that is not up is nothing to warn of.
    const ifUp = (key: string) => stack.getOutput(key).apply((value) => value ?? null);
    const door = (key: string) =>
        ifUp(key).apply((value) => value ?? refuse(`${layer} has no ${key} yet: run pulumi up -C ${layer}`));
    return Object.assign(door, { ifUp }) as unknown as Door<Layer>;
}
