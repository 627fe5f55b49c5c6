import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place } from "../lib/names";
import type { Cluster } from "./cluster";

export interface ManagerArgs {
    place: Place;
    cluster: Cluster;
    /** The Confluent Cloud API. */
    endpoint: string;
}

/** The identity that makes topics and ACLs: cluster administrator with a key of its own, held by one provider and nobody else. */
export class Manager extends pulumi.ComponentResource {
    /** Give it to whatever talks to the cluster itself. */
    readonly provider: confluent.Provider;

    constructor(name: string, { place, cluster, endpoint }: ManagerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:kafka:Manager", name, {}, opts);
        const parent = { parent: this };
        const account = new confluent.ServiceAccount(
            name,
            { displayName: nameIn(place, name), description: "Makes topics and ACLs for Pulumi." },
            parent,
        );
        const administrator = new confluent.RoleBinding(
            name,
            {
                principal: pulumi.interpolate`User:${account.id}`,
                roleName: "CloudClusterAdmin",
                crnPattern: cluster.crn,
            },
            parent,
        );
        const key = new confluent.ApiKey(
            name,
            {
                displayName: nameIn(place, name),
                description: "Held by Pulumi's provider alone.",
                owner: { id: account.id, kind: account.kind, apiVersion: account.apiVersion },
                managedResource: cluster.asManagedResource,
            },
            { parent: this, dependsOn: administrator },
        );
        // Whatever it makes is made after, and unmade before, the right to do so.
        this.provider = new confluent.Provider(
            name,
            {
                endpoint,
                kafkaId: cluster.clusterId,
                kafkaRestEndpoint: cluster.restEndpoint,
                kafkaApiKey: key.id,
                kafkaApiSecret: key.secret,
            },
            { parent: this, dependsOn: administrator },
        );
        this.registerOutputs({});
    }
}
