import * as confluent from "@pulumi/confluentcloud";
import type * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place } from "../lib/names";
import type { Cluster } from "./cluster";
import type { Generations } from "./generations";

export interface KeysArgs {
    place: Place;
    account: confluent.ServiceAccount;
    cluster: Cluster;
    generations: Generations;
    description: string;
}

/**
 * Makes an account's keys and returns the current one. Each is a resource of its own, named by its generation: a rotation
 * makes one and leaves the one before alone, until that is no longer asked for.
 */
export function currentKey(
    name: string,
    { place, account, cluster, generations: { current, previous }, description }: KeysArgs,
    opts: pulumi.CustomResourceOptions,
): confluent.ApiKey {
    const keyOf = (generation: number) =>
        new confluent.ApiKey(
            `${name}-${generation}`,
            {
                displayName: nameIn(place, `${name}-${generation}`),
                description,
                owner: { id: account.id, kind: account.kind, apiVersion: account.apiVersion },
                managedResource: cluster.asManagedResource,
            },
            opts,
        );
    if (previous !== undefined) keyOf(previous);
    return keyOf(current);
}
