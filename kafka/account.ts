import * as confluent from "@pulumi/confluentcloud";
import type * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place } from "../lib/names";
import { ifTaken } from "./taken";

export interface AccountArgs {
    place: Place;
    parent: pulumi.ComponentResource;
    description: string;
}

/** A service account. Its name is unique in the whole Confluent organization, not in this environment alone. */
export function accountOf(name: string, { place, parent, description }: AccountArgs): confluent.ServiceAccount {
    const displayName = nameIn(place, name);
    const id = async () => (await confluent.getServiceAccount({ displayName }, { parent })).id;
    const taken = ifTaken(name, { what: "service account", parent, id, protect: false });
    return new confluent.ServiceAccount(name, { displayName, description }, { parent, hooks: { onError: [taken] } });
}
