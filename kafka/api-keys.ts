import * as confluent from "@pulumi/confluentcloud";
import type * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";
import type { Cluster } from "./cluster";
import type { KeyGenerations } from "./key-generations";

export interface ApiKeysArgs {
    scope: NamingScope;
    serviceAccount: confluent.ServiceAccount;
    cluster: Cluster;
    generations: KeyGenerations;
    description: string;
}

/**
 * Creates a service account's API keys and returns the current one. Each is a resource of its own, named by its generation: a
 * rotation adds a key and leaves the previous one unchanged, until `previous` is no longer set.
 */
export function createApiKeys(
    name: string,
    { scope, serviceAccount, cluster, generations: { current, previous }, description }: ApiKeysArgs,
    opts: pulumi.CustomResourceOptions,
): confluent.ApiKey {
    const createApiKey = (generation: number) =>
        new confluent.ApiKey(
            `${name}-${generation}`,
            {
                displayName: buildName(scope, `${name}-${generation}`),
                description,
                owner: { id: serviceAccount.id, kind: serviceAccount.kind, apiVersion: serviceAccount.apiVersion },
                managedResource: cluster.managedResource,
            },
            opts,
        );
    if (previous !== undefined) createApiKey(previous);
    return createApiKey(current);
}
