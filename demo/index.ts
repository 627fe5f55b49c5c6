/** Demo dies: it owns the network, the ECS cluster, the services that cost by the hour and the lease that stops them; reads core and kafka; feeds nobody. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { countCosts } from "../lib/cost";
import { outputsOf, plainOutputsOf, regionBeside } from "../lib/door";
import { guard } from "../lib/guard";
import { nameIn } from "../lib/names";
import { awsIn } from "../lib/providers";
import { Bundle } from "./bundle";
import { config } from "./config";
import { Lease } from "./lease";
import { Network } from "./network";
import { FargateService } from "./service";
import { services } from "./services";

const { place, logDays, cpuArchitecture } = config;
guard(place);
const costs = countCosts();
const core = outputsOf<typeof import("../core")>("core");

// Nothing here is protected or retained: `pulumi destroy` must simply work.
const provider = awsIn(place, core("owner"), regionBeside(core, place));
// Kafka's state holds the keys of its cluster, which are none of demo's business.
const kafka = plainOutputsOf<typeof import("../kafka")>("kafka", { place, provider });
const dies = { providers: [provider] };

const network = new Network("network", { place }, dies);
const cluster = new aws.ecs.Cluster("cluster", { name: nameIn(place, "cluster") }, { provider });
const spot = new aws.ecs.ClusterCapacityProviders(
    "cluster",
    { clusterName: cluster.name, capacityProviders: ["FARGATE_SPOT"] },
    { provider },
);

// A service is placed on Spot only once the cluster may use it.
const clusterArn = pulumi.all([cluster.arn, spot.id]).apply(([arn]) => arn);

const running = Object.entries(services).map(([name, service]) => {
    const bundle = new Bundle(name, { entry: service.entry, bucket: core("artifactsBucket") }, dies);
    const access = kafka("applicationAccess").apply((all) => all[service.application]);
    const lease = new Lease(
        name,
        { place, until: config.leaseUntil, cluster: nameIn(place, "cluster"), service: nameIn(place, name) },
        dies,
    );
    const fargate = new FargateService(
        name,
        {
            place,
            service,
            bundle,
            network,
            clusterArn,
            logDays,
            cpuArchitecture,
            secretArn: access.secretArn,
            secretVersion: access.secretVersion,
            consumerGroup: access.consumerGroup,
            keyArn: core("keyArn"),
            evidenceBucket: core("evidenceBucket"),
        },
        // Nothing runs, and costs, before its end is set.
        { ...dies, dependsOn: [lease] },
    );
    return [name, fargate, lease] as const;
});

/** When the services stop. */
export const leaseUntil = config.leaseUntil;
export const vpcId = network.vpcId;
export const clusterName = cluster.name;
export const subnetIds = network.subnetIds;
export const securityGroupId = network.securityGroupId;
/** Per service of the catalogue: its name in ECS, its task definition and its log group, and the schedule that ends its lease. */
export const runningServices = pulumi.output(
    Object.fromEntries(
        running.map(([name, { serviceName, taskDefinitionArn, logGroup }, { scheduleName }]) => [
            name,
            { serviceName, taskDefinitionArn, logGroup, scheduleName },
        ]),
    ),
);
/** What all of this layer costs. */
export const cost = costs();
