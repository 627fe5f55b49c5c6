import { costlyResources, formatUnitPrices } from "../../policy-pack/catalogue";
import type { AwsClients } from "../clients/aws";
import type { Environment, Layer } from "../environment";
import type { PulumiCli } from "../pulumi/cli";
import type { StateResource } from "../pulumi/state";
import { listClusterContents, listClusters, listKeys, listServiceAccounts } from "./confluent-resources";
import {
    listLogGroups,
    listRolePolicies,
    listRoles,
    listSchedules,
    listSecrets,
    listServices,
} from "./named-resources";
import { listNetworkResources } from "./network-resources";

/** Something in a cloud, with the id that its provider gives it in a state. */
export interface FoundResource {
    /** What it is called in its console: `NAT gateway`. */
    kind: string;
    id: string;
    /** Its Pulumi type, by which the policy pack's catalogue knows its price. */
    type?: string;
}

export interface ListContext {
    env: Environment;
    layer: Layer;
    /** The auditor's. */
    aws: AwsClients;
    /** Runs as the auditor. */
    pulumi: PulumiCli;
    /** The layer's, from its state. */
    resources: readonly StateResource[];
}

/** Finds what is in a cloud with a layer's tags or names, or in what is the layer's. */
export type Lister = (context: ListContext) => Promise<FoundResource[]>;

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
