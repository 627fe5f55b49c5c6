import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place } from "../lib/names";
import { refuse } from "../lib/refusal";

export interface ClusterArgs {
    place: Place;
    maxEcku: number;
    /** Of an environment that is there already; empty: one of our own. */
    environmentId: string;
    /** Of a cluster in it; empty: one of our own. */
    clusterId: string;
}

/**
 * A Confluent environment with one Basic, single-zone cluster: free at rest, bounded when busy. What is there already is
 * looked up, and neither made, changed nor destroyed.
 */
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

    constructor(
        name: string,
        { place, maxEcku, environmentId, clusterId }: ClusterArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:kafka:Cluster", name, {}, opts);
        const parent = { parent: this };
        const environment = environmentId
            ? confluent.getEnvironmentOutput({ id: environmentId }, parent)
            : new confluent.Environment(name, { displayName: nameIn(place, "environment") }, parent);
        const cluster = clusterId
            ? confluent
                  .getKafkaClusterOutput({ id: clusterId, environment: { id: environment.id } }, parent)
                  .apply((found) => fitting(found, place, maxEcku))
            : new confluent.KafkaCluster(
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

/** A cluster that is there already, if it is one this program would have made; in Confluent's own words for what it is. */
function fitting(
    found: confluent.GetKafkaClusterResult,
    place: Place,
    maxEcku: number,
): confluent.GetKafkaClusterResult {
    const { id, basics = [], availability, cloud, region } = found;
    const ceiling = basics[0]?.maxEcku;
    const demands = [
        {
            holds: basics.length > 0 && ["SINGLE_ZONE", "LOW"].includes(availability),
            is: `${basics.length > 0 ? "Basic" : "not Basic"} and ${availability}`,
            must: "be Basic and SINGLE_ZONE, as any other costs by the hour even at rest",
        },
        {
            holds: cloud === "AWS" && region === place.region,
            is: `in ${cloud} ${region}`,
            must: `be in AWS ${place.region} like all else, as records cost by the gigabyte on their way to another region`,
        },
        {
            holds: ceiling !== undefined && ceiling >= 1 && ceiling <= maxEcku,
            is: ceiling ? `one of up to ${ceiling} eCKUs` : "one without a ceiling of eCKUs",
            must:
                `have a ceiling of ${maxEcku} at most (devmin-kafka:maxEcku), as each eCKU after the first costs by the hour while it ` +
                "is busy; set it there, or allow more with: pulumi config set -C kafka maxEcku",
        },
    ];
    const wrong = demands.find(({ holds }) => !holds);
    if (!wrong) return found;
    return refuse(
        `the cluster ${id} (devmin-kafka:clusterId) is ${wrong.is}: it must ${wrong.must}. ` +
            "Have one made instead with: pulumi config rm -C kafka clusterId",
    );
}
