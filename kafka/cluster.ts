import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";
import { refuse } from "../lib/refusal";

export interface ClusterArgs {
    scope: NamingScope;
    /** Largest number of eCKUs the cluster can grow to. */
    maxEcku: number;
    /** Existing Confluent environment, for example `env-a1b2c3`; empty to create one. */
    environmentId: string;
    /** Existing cluster in that environment, for example `lkc-a1b2c3`; empty to create one. */
    clusterId: string;
}

/**
 * A Confluent environment with one Basic, single-zone cluster: free when idle, limited in eCKUs when busy. An existing
 * environment or cluster is only looked up, never changed or destroyed.
 */
export class Cluster extends pulumi.ComponentResource {
    readonly environmentId: pulumi.Output<string>;
    readonly clusterId: pulumi.Output<string>;
    readonly restEndpoint: pulumi.Output<string>;
    /** Confluent Resource Name of the cluster, for role bindings. */
    readonly crn: pulumi.Output<string>;
    /** `host:port`. */
    readonly bootstrapServers: pulumi.Output<string>;
    /** Confluent Cloud supports only these, and its API reports the protocol at best. */
    readonly securityProtocol = "SASL_SSL";
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
        this.crn = cluster.rbacCrn;
        const endpoints = pulumi
            .all([cluster.id, cluster.endpoints, cluster.bootstrapEndpoint, cluster.restEndpoint])
            .apply(([id, current, bootstrapEndpoint, restEndpoint]) =>
                readEndpoints(id, current, { bootstrapEndpoint, restEndpoint }),
            );
        this.restEndpoint = endpoints.restEndpoint;
        this.bootstrapServers = endpoints.bootstrapServers;
        this.registerOutputs({ clusterId: this.clusterId, bootstrapServers: this.bootstrapServers });
    }

    /** Reference to the cluster for an API key. */
    get managedResource(): confluent.types.input.ApiKeyManagedResource {
        return {
            id: this.clusterId,
            apiVersion: "cmk/v2",
            kind: "Cluster",
            environment: { id: this.environmentId },
        };
    }
}

interface Endpoints {
    bootstrapEndpoint?: string;
    restEndpoint?: string;
}

/**
 * The cluster's public endpoints: from the API's current field, else from the deprecated ones, with or without `SASL_SSL://`.
 * Refuses empty ones: an application's secret would be useless.
 */
export function readEndpoints(
    id: string,
    current: readonly (Endpoints & { accessPointId?: string })[] | undefined,
    deprecated: Endpoints,
): { bootstrapServers: string; restEndpoint: string } {
    const { bootstrapEndpoint, restEndpoint } =
        current?.find(({ accessPointId }) => accessPointId === "PUBLIC") ?? current?.[0] ?? deprecated;
    const bootstrapServers = bootstrapEndpoint?.split("://").at(-1);
    if (bootstrapServers && restEndpoint) return { bootstrapServers, restEndpoint };
    return refuse(
        `Confluent Cloud reports no ${bootstrapServers ? "REST" : "bootstrap"} endpoint for the cluster ${id}: ` +
            "nothing could connect to it. Look at the cluster in the console; when it has one, run the update again.",
    );
}

/** Returns an existing cluster; refuses it unless this layer could have created it with these settings. */
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
            required: "be Basic and SINGLE_ZONE, as any other is billed by the hour even when idle",
        },
        {
            isMet: cloud === "AWS" && region === scope.region,
            actual: `in ${cloud} ${region}`,
            required: `be in AWS ${scope.region} like the other resources, as traffic to another region is billed by the gigabyte`,
        },
        {
            isMet: existingMaxEcku !== undefined && existingMaxEcku >= 1 && existingMaxEcku <= maxEcku,
            actual: existingMaxEcku ? `limited to ${existingMaxEcku} eCKUs` : "not limited in eCKUs",
            required:
                `be limited to at most ${maxEcku} (devmin-kafka:maxEcku), as each eCKU after the first is billed by the hour while it ` +
                "is busy; change the cluster, or raise the limit with: pulumi config set -C kafka maxEcku",
        },
    ];
    const unmet = requirements.find(({ isMet }) => !isMet);
    if (!unmet) return existing;
    return refuse(
        `the cluster ${id} (devmin-kafka:clusterId) is ${unmet.actual}: it must ${unmet.required}. ` +
            "To create a new cluster instead, run: pulumi config rm -C kafka clusterId",
    );
}
