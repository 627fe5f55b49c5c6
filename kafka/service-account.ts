import * as confluent from "@pulumi/confluentcloud";
import type * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";
import { createNameConflictHook } from "./name-conflict";

export interface ServiceAccountArgs {
    scope: NamingScope;
    parent: pulumi.ComponentResource;
    description: string;
}

/** Creates a service account. Its name must be unique in the whole Confluent organization, not only in the environment. */
export function createServiceAccount(
    name: string,
    { scope, parent, description }: ServiceAccountArgs,
): confluent.ServiceAccount {
    const displayName = buildName(scope, name);
    const findExistingId = async () => (await confluent.getServiceAccount({ displayName }, { parent })).id;
    const conflictHook = createNameConflictHook(name, {
        resourceKind: "service account",
        parent,
        findExistingId,
        protect: false,
    });
    return new confluent.ServiceAccount(
        name,
        { displayName, description },
        { parent, hooks: { onError: [conflictHook] } },
    );
}
