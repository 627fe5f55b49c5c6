import { costlyResources, formatUnitPrices } from "../../policy-pack/catalogue";
import type { Layer } from "../environment";
import { listClusterContents, listClusters, listKeys, listServiceAccounts } from "./confluent-resources";
import type { FoundResource, ListContext, Lister } from "./found-resource";
import {
    listLogGroups,
    listRolePolicies,
    listRoles,
    listSchedules,
    listSecrets,
    listServices,
} from "./named-resources";
import { listNetworkResources } from "./network-resources";

/** Per layer, what somebody could add to it by hand. */
const listers: Record<Layer, readonly Lister[]> = {
    core: [listRoles, listRolePolicies],
    kafka: [listSecrets, listClusters, listServiceAccounts, listKeys, listClusterContents],
    demo: [listRoles, listRolePolicies, listNetworkResources, listServices, listSchedules, listLogGroups],
};

/** What exists of a layer that its state does not have: nobody destroys it with the layer, and it may cost. */
export async function listUndeclaredResources(context: ListContext): Promise<FoundResource[]> {
    const known = new Set(context.resources.map(({ id }) => id));
    const found = await Promise.all(listers[context.layer].map((list) => list(context)));
    return found.flat().filter(({ id }) => !known.has(id));
}

export const formatUndeclaredResource = (resource: FoundResource) =>
    `${formatFoundResource(resource)} is in no state: it was added by hand`;

/** `NAT gateway nat-1 (32.85 USD a month per gateway, …)`. */
export function formatFoundResource({ kind, id, type }: FoundResource): string {
    const row = costlyResources.find(({ types, constraints }) => type && types.includes(type) && !constraints);
    return row ? `${kind} ${id} (${formatUnitPrices(row)})` : `${kind} ${id}`;
}
