import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../lib/names";
import { accountOf } from "./account";
import type { Cluster } from "./cluster";
import type { Generations } from "./generations";
import { currentKey } from "./keys";

export interface ManagerArgs {
    place: Place;
    cluster: Cluster;
    generations: Generations;
    /** The Confluent Cloud API. */
    endpoint: string;
}

/** The identity that makes topics and ACLs: cluster administrator with keys of its own, the current one held by one provider and nobody else. */
export class Manager extends pulumi.ComponentResource {
    /** Give it to whatever talks to the cluster itself. */
    readonly provider: confluent.Provider;

    constructor(
        name: string,
        { place, cluster, generations, endpoint }: ManagerArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:kafka:Manager", name, {}, opts);
        const account = accountOf(name, { place, parent: this, description: "Makes topics and ACLs for Pulumi." });
        const administrator = new confluent.RoleBinding(
            name,
            {
                principal: pulumi.interpolate`User:${account.id}`,
                roleName: "CloudClusterAdmin",
                crnPattern: cluster.crn,
            },
            { parent: this },
        );
        const key = currentKey(
            name,
            { place, account, cluster, generations, description: "Held by Pulumi's provider alone." },
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
