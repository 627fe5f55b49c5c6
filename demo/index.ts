/**
 * Demo, the ephemeral layer. Owns: network, ECS cluster, the services that are billed by the hour, the leases that stop them.
 * Reads: core and kafka.
 * Feeds: the environment summary; no other layer.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAwsProvider } from "../lib/aws-provider";
import { trackCosts } from "../lib/cost";
import { guard } from "../lib/guard";
import { buildName } from "../lib/names";
import { getLayerOutputs, readOutputsFromState, requireSameRegion } from "../lib/stack-outputs";
import { Bundle } from "./bundle";
import { config } from "./config";
import { capacityProviders, FargateService } from "./fargate-service";
import { Lease } from "./lease";
import { Network } from "./network";
import { selectAccess } from "./select-access";
import { services } from "./services";

const { scope, logDays, cpuArchitecture, capacity } = config;
guard(scope);
const costs = trackCosts();
const core = getLayerOutputs<typeof import("../core")>("core");

// Nothing here is protected or retained, so that `pulumi destroy` always works.
const provider = createAwsProvider(scope, core("owner"), requireSameRegion(core, scope));
// A StackReference would need access to kafka's secrets, its API keys among them, which demo must not have.
const kafka = readOutputsFromState<typeof import("../kafka")>("kafka", { scope, provider });
const ephemeralOptions = { providers: [provider] };

const network = new Network("network", { scope }, ephemeralOptions);
const cluster = new aws.ecs.Cluster("cluster", { name: buildName(scope, "cluster") }, { provider });
// All of them: one that a service uses cannot be removed before the service has changed.
const clusterCapacity = new aws.ecs.ClusterCapacityProviders(
    "cluster",
    { clusterName: cluster.name, capacityProviders: Object.values(capacityProviders) },
    { provider },
);

// Services can use a capacity provider only once the cluster has it.
const clusterArn = pulumi.all([cluster.arn, clusterCapacity.id]).apply(([arn]) => arn);

const serviceEntries = Object.entries(services).map(([name, service]) => {
    const { leaseUntil } = config;
    const bundle = new Bundle(
        name,
        { entry: service.entry, bucket: core("artifactsBucket"), leaseUntil },
        ephemeralOptions,
    );
    const access = pulumi
        .all([kafka("applicationAccess"), kafka("declaredTopics")])
        .apply(([applications, topics]) => selectAccess(name, service, applications, topics));
    const lease = new Lease(
        name,
        { scope, until: leaseUntil, cluster: buildName(scope, "cluster"), service: buildName(scope, name) },
        ephemeralOptions,
    );
    const fargate = new FargateService(
        name,
        {
            scope,
            service,
            bundle,
            network,
            clusterArn,
            logDays,
            cpuArchitecture,
            capacity,
            secretArn: access.secretArn,
            secretVersion: access.secretVersion,
            consumerGroup: access.consumerGroup,
            keyArn: core("keyArn"),
            evidenceBucket: core("evidenceBucket"),
        },
        // No service runs before the schedule that stops it exists.
        { ...ephemeralOptions, dependsOn: [lease] },
    );
    return [name, fargate, lease] as const;
});

/** When the services stop, in UTC: `2026-11-24T18:00:00Z`. */
export const leaseUntil = config.leaseUntil;
export const vpcId = network.vpcId;
export const clusterName = cluster.name;
/** Capacity provider of the services, and of a task that is run once. */
export const capacityProvider = capacityProviders[capacity];
export const subnetIds = network.subnetIds;
export const securityGroupId = network.securityGroupId;
/** Per service of services.ts: its ECS name, task definition and log group, and the schedule that ends its lease. */
export const runningServices = pulumi.output(
    Object.fromEntries(
        serviceEntries.map(([name, { serviceName, taskDefinitionArn, logGroup }, { scheduleName }]) => [
            name,
            { serviceName, taskDefinitionArn, logGroup, scheduleName },
        ]),
    ),
);
/** Estimated cost of this layer in USD. */
export const cost = costs();
