import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place } from "../lib/names";

export interface ClusterArgs {
    place: Place;
    maxEcku: number;
}

/** A Confluent environment with one Basic, single-zone cluster: free at rest, bounded when busy. */
export class Cluster extends pulumi.ComponentResource {
    readonly environmentId: pulumi.Output<string>;
    readonly clusterId: pulumi.Output<string>;
    readonly restEndpoint: pulumi.Output<string>;
    /** The cluster's resource name for role bindings. */
    readonly crn: pulumi.Output<string>;
    /** `host:port`. */
    readonly bootstrapServers: pulumi.Output<string>;
    /** `SASL_SSL`: Confluent Cloud has no other. */
    readonly securityProtocol: pulumi.Output<string>;
    /** How a client shows its key and secret: Confluent Cloud's way, and its API does not say it. */
    readonly saslMechanism = "PLAIN";

    constructor(name: string, { place, maxEcku }: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:kafka:Cluster", name, {}, opts);
        const parent = { parent: this };
        const environment = new confluent.Environment(name, { displayName: nameIn(place, "environment") }, parent);
        const cluster = new confluent.KafkaCluster(
            name,
            {
                displayName: nameIn(place, "cluster"),
                cloud: "AWS",
                region: place.region,
                availability: "SINGLE_ZONE",
                basic: { maxEcku },
                environment: { id: environment.id },
            },
            parent,
        );
        this.environmentId = environment.id;
        this.clusterId = cluster.id;
        this.restEndpoint = cluster.restEndpoint;
        this.crn = cluster.rbacCrn;
        // The API answers PROTOCOL://host:port.
        const part = (index: 0 | 1) =>
            cluster.bootstrapEndpoint.apply((endpoint) => endpoint.split("://")[index] as string);
        this.securityProtocol = part(0);
        this.bootstrapServers = part(1);
        this.registerOutputs({ clusterId: this.clusterId, bootstrapServers: this.bootstrapServers });
    }

    /** What an API key says it is for. */
    get asManagedResource(): confluent.types.input.ApiKeyManagedResource {
        return {
            id: this.clusterId,
            apiVersion: "cmk/v2",
            kind: "Cluster",
            environment: { id: this.environmentId },
        };
    }
}
