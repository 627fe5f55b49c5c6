import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";
import { refuse } from "../lib/refusal";

export interface ClusterArgs {
    scope: NamingScope;
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
        { scope, maxEcku, environmentId, clusterId }: ClusterArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:kafka:Cluster", name, {}, opts);
        const childOptions = { parent: this };
        const environment = environmentId
            ? confluent.getEnvironmentOutput({ id: environmentId }, childOptions)
            : new confluent.Environment(name, { displayName: buildName(scope, "environment") }, childOptions);
        const cluster = clusterId
            ? confluent
                  .getKafkaClusterOutput({ id: clusterId, environment: { id: environment.id } }, childOptions)
                  .apply((existing) => assertUsableCluster(existing, scope, maxEcku))
            : new confluent.KafkaCluster(
                  name,
                  {
                      displayName: buildName(scope, "cluster"),
                      cloud: "AWS",
                      region: scope.region,
                      availability: "SINGLE_ZONE",
                      basic: { maxEcku },
                      environment: { id: environment.id },
                  },
                  childOptions,
              );
        this.environmentId = environment.id;
        this.clusterId = cluster.id;
        this.restEndpoint = cluster.restEndpoint;
        this.crn = cluster.rbacCrn;
        // The API answers PROTOCOL://host:port.
        const getEndpointPart = (index: 0 | 1) =>
            cluster.bootstrapEndpoint.apply((endpoint) => endpoint.split("://")[index] as string);
        this.securityProtocol = getEndpointPart(0);
        this.bootstrapServers = getEndpointPart(1);
        this.registerOutputs({ clusterId: this.clusterId, bootstrapServers: this.bootstrapServers });
    }

    /** What an API key says it is for. */
    get managedResource(): confluent.types.input.ApiKeyManagedResource {
        return {
            id: this.clusterId,
            apiVersion: "cmk/v2",
            kind: "Cluster",
            environment: { id: this.environmentId },
        };
    }
}

/** A cluster that is there already, if it is one this program would have made; in Confluent's own words for what it is. */
function assertUsableCluster(
    existing: confluent.GetKafkaClusterResult,
    scope: NamingScope,
    maxEcku: number,
): confluent.GetKafkaClusterResult {
    const { id, basics = [], availability, cloud, region } = existing;
    const existingMaxEcku = basics[0]?.maxEcku;
    const requirements = [
        {
            isMet: basics.length > 0 && ["SINGLE_ZONE", "LOW"].includes(availability),
            actual: `${basics.length > 0 ? "Basic" : "not Basic"} and ${availability}`,
            required: "be Basic and SINGLE_ZONE, as any other costs by the hour even at rest",
        },
        {
            isMet: cloud === "AWS" && region === scope.region,
            actual: `in ${cloud} ${region}`,
            required: `be in AWS ${scope.region} like all else, as records cost by the gigabyte on their way to another region`,
        },
        {
            isMet: existingMaxEcku !== undefined && existingMaxEcku >= 1 && existingMaxEcku <= maxEcku,
            actual: existingMaxEcku ? `one of up to ${existingMaxEcku} eCKUs` : "one without a ceiling of eCKUs",
            required:
                `have a ceiling of ${maxEcku} at most (devmin-kafka:maxEcku), as each eCKU after the first costs by the hour while it ` +
                "is busy; set it there, or allow more with: pulumi config set -C kafka maxEcku",
        },
    ];
    const unmet = requirements.find(({ isMet }) => !isMet);
    if (!unmet) return existing;
    return refuse(
        `the cluster ${id} (devmin-kafka:clusterId) is ${unmet.actual}: it must ${unmet.required}. ` +
            "Have one made instead with: pulumi config rm -C kafka clusterId",
    );
}
