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
    /** URL of the Confluent Cloud API. */
    endpoint: string;
}

/** The identity that manages topics and ACLs: a cluster administrator whose current API key is used only by `provider`. */
export class Manager extends pulumi.ComponentResource {
    /** For resources inside the cluster: topics and ACLs. */
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
            description: "Manages topics and ACLs for Pulumi.",
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
            { scope, serviceAccount, cluster, generations, description: "Used only by Pulumi's provider." },
            { parent: this, dependsOn: adminRoleBinding },
        );
        // Its resources are created after the role binding and deleted before it.
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
