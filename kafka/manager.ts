import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import type { NamingScope } from "../lib/names";
import { createApiKeys } from "./api-keys";
import type { Cluster } from "./cluster";
import type { KeyGenerations } from "./key-generations";
import { createServiceAccount } from "./service-account";

export interface ManagerArgs {
    scope: NamingScope;
    cluster: Cluster;
    generations: KeyGenerations;
    /** The Confluent Cloud API. */
    endpoint: string;
}

/** The identity that makes topics and ACLs: cluster administrator with keys of its own, the current one held by one provider and nobody else. */
export class Manager extends pulumi.ComponentResource {
    /** Give it to whatever talks to the cluster itself. */
    readonly provider: confluent.Provider;

    constructor(
        name: string,
        { scope, cluster, generations, endpoint }: ManagerArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:kafka:Manager", name, {}, opts);
        const serviceAccount = createServiceAccount(name, {
            scope,
            parent: this,
            description: "Makes topics and ACLs for Pulumi.",
        });
        const adminRoleBinding = new confluent.RoleBinding(
            name,
            {
                principal: pulumi.interpolate`User:${serviceAccount.id}`,
                roleName: "CloudClusterAdmin",
                crnPattern: cluster.crn,
            },
            { parent: this },
        );
        const apiKey = createApiKeys(
            name,
            { scope, serviceAccount, cluster, generations, description: "Held by Pulumi's provider alone." },
            { parent: this, dependsOn: adminRoleBinding },
        );
        // Whatever it makes is made after, and unmade before, the right to do so.
        this.provider = new confluent.Provider(
            name,
            {
                endpoint,
                kafkaId: cluster.clusterId,
                kafkaRestEndpoint: cluster.restEndpoint,
                kafkaApiKey: apiKey.id,
                kafkaApiSecret: apiKey.secret,
            },
            { parent: this, dependsOn: adminRoleBinding },
        );
        this.registerOutputs({});
    }
}
