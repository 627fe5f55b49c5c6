import * as sdk from "@aws-sdk/client-ecs";
import type { ecs } from "@pulumi/aws";
import { WaitTimeoutError, waitUntil } from "../../../util/wait-until";
import type { Unwrapped } from "../resource-type";
import { type AwsCloud, defineAwsType, ignoreNotFound } from "./cloud";
import { applyTagChanges, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.ECSClient);

type Tags = Record<string, string> | undefined;

const toEcsTags = (tags: Tags) => Object.entries(tags ?? {}).map(([key, value]) => ({ key, value }));

const updateTags = (
    cloud: AwsCloud,
    resourceArn: string | undefined,
    { tags }: { tags?: Tags },
    old: { tags?: Tags },
) =>
    applyTagChanges(
        old.tags,
        tags,
        (tagKeys) => getClient(cloud).send(new sdk.UntagResourceCommand({ resourceArn, tagKeys })),
        (changed) => getClient(cloud).send(new sdk.TagResourceCommand({ resourceArn, tags: toEcsTags(changed) })),
    );

const cluster = defineAwsType<ecs.ClusterArgs, ecs.ClusterState>({
    replaceOnChanges: ["name"],
    updatable: ["settings", "tags"],
    autoname: { property: "name" },
    computed: ["settings"],
    async create(cloud, { name: clusterName, settings, tags }) {
        const made = await getClient(cloud).send(
            new sdk.CreateClusterCommand({
                clusterName,
                settings: settings as sdk.ClusterSetting[],
                tags: toEcsTags(tags),
            }),
        );
        return { id: made.cluster?.clusterArn as string };
    },
    async update(cloud, id, inputs, old) {
        const settings = inputs.settings as sdk.ClusterSetting[] | undefined;
        if (settings) await getClient(cloud).send(new sdk.UpdateClusterCommand({ cluster: id, settings }));
        await updateTags(cloud, id, inputs, old);
    },
    async read(cloud, id) {
        const seen = await findCluster(cloud, id);
        return (
            seen && {
                arn: seen.clusterArn,
                name: seen.clusterName,
                settings: seen.settings as { name: string; value: string }[],
                tags: toTagObject(seen.tags),
            }
        );
    },
    async delete(cloud, id) {
        await getClient(cloud).send(new sdk.DeleteClusterCommand({ cluster: id }));
    },
});

async function findCluster(cloud: AwsCloud, id: string): Promise<sdk.Cluster | undefined> {
    const { clusters } = await getClient(cloud).send(
        new sdk.DescribeClustersCommand({ clusters: [id], include: ["SETTINGS", "TAGS"] }),
    );
    return clusters?.find(({ status }) => status !== "INACTIVE");
}

const clusterCapacityProviders = defineAwsType<ecs.ClusterCapacityProvidersArgs, ecs.ClusterCapacityProvidersState>({
    replaceOnChanges: ["clusterName"],
    updatable: ["capacityProviders", "defaultCapacityProviderStrategies"],
    create: async (_cloud, { clusterName }) => ({ id: clusterName }),
    async finalize(cloud, id, { capacityProviders = [], defaultCapacityProviderStrategies = [] }) {
        await getClient(cloud).send(
            new sdk.PutClusterCapacityProvidersCommand({
                cluster: id,
                capacityProviders,
                defaultCapacityProviderStrategy:
                    defaultCapacityProviderStrategies as sdk.CapacityProviderStrategyItem[],
            }),
        );
    },
    async read(cloud, id) {
        const seen = await findCluster(cloud, id);
        return (
            seen && {
                clusterName: seen.clusterName,
                capacityProviders: seen.capacityProviders,
                defaultCapacityProviderStrategies: (seen.defaultCapacityProviderStrategy ?? []).map((one) => ({
                    ...one,
                    capacityProvider: one.capacityProvider as string,
                })),
            }
        );
    },
    async delete(cloud, id) {
        const none = { capacityProviders: [], defaultCapacityProviderStrategy: [] };
        await getClient(cloud).send(new sdk.PutClusterCapacityProvidersCommand({ cluster: id, ...none }));
    },
});

const taskDefinition = defineAwsType<ecs.TaskDefinitionArgs, ecs.TaskDefinitionState>({
    replaceOnChanges: [
        "containerDefinitions",
        "cpu",
        "ephemeralStorage",
        "executionRoleArn",
        "family",
        "ipcMode",
        "memory",
        "networkMode",
        "pidMode",
        "placementConstraints",
        "requiresCompatibilities",
        "runtimePlatform",
        "taskRoleArn",
        "volumes",
    ],
    updatable: ["skipDestroy", "trackLatest", "tags"],
    defaults: { skipDestroy: false, trackLatest: false },
    jsonInputs: ["containerDefinitions"],
    computed: ["networkMode", "enableFaultInjection"],
    async create(cloud, inputs) {
        const { containerDefinitions, ephemeralStorage, volumes, tags, ...rest } = inputs;
        const { skipDestroy: _skip, trackLatest: _track, region: _region, ...registered } = rest;
        const { taskDefinition: made } = await getClient(cloud).send(
            new sdk.RegisterTaskDefinitionCommand({
                ...(registered as sdk.RegisterTaskDefinitionCommandInput),
                containerDefinitions: JSON.parse(containerDefinitions),
                ephemeralStorage: ephemeralStorage && { sizeInGiB: ephemeralStorage.sizeInGib },
                volumes: (volumes ?? []).map(({ hostPath, ...volume }) => ({
                    ...(volume as sdk.Volume),
                    ...(hostPath && { host: { sourcePath: hostPath } }),
                })),
                ...(tags && { tags: toEcsTags(tags) }), // an empty list is refused
            }),
        );
        return { id: inputs.family, arn: made?.taskDefinitionArn };
    },
    async update(cloud, id, inputs, old) {
        const { taskDefinition: seen } = await getClient(cloud).send(
            new sdk.DescribeTaskDefinitionCommand({ taskDefinition: id }),
        );
        await updateTags(cloud, seen?.taskDefinitionArn, inputs, old);
    },
    async read(cloud, id, { arn = id, trackLatest }) {
        const seen = await getClient(cloud).send(
            new sdk.DescribeTaskDefinitionCommand({ taskDefinition: trackLatest ? id : arn, include: ["TAGS"] }),
        );
        const { taskDefinition: found, tags } = seen;
        if (!found || found.status === "INACTIVE") return undefined;
        return {
            arn: found.taskDefinitionArn,
            arnWithoutRevision: found.taskDefinitionArn?.replace(/:\d+$/, ""),
            revision: found.revision,
            family: found.family,
            containerDefinitions: JSON.stringify(found.containerDefinitions),
            cpu: found.cpu,
            memory: found.memory,
            networkMode: found.networkMode,
            executionRoleArn: found.executionRoleArn,
            taskRoleArn: found.taskRoleArn,
            requiresCompatibilities: found.requiresCompatibilities,
            runtimePlatform: found.runtimePlatform,
            ephemeralStorage: found.ephemeralStorage && { sizeInGib: found.ephemeralStorage.sizeInGiB ?? 20 },
            volumes: (found.volumes ?? []).map(({ host, ...volume }) => ({
                ...(volume as { name: string }),
                ...(host?.sourcePath && { hostPath: host.sourcePath }),
            })),
            tags: toTagObject(tags),
        };
    },
    async delete(cloud, _id, { arn: taskDefinition, skipDestroy }) {
        if (!skipDestroy) await getClient(cloud).send(new sdk.DeregisterTaskDefinitionCommand({ taskDefinition }));
    },
});

const service = defineAwsType<ecs.ServiceArgs, ecs.ServiceState>({
    replaceOnChanges: ["name", "cluster", "launchType", "schedulingStrategy", "capacityProviderStrategies"],
    // terraform-provider-aws, internal/service/ecs/service.go, capacityProviderStrategyCustomizeDiff
    replaceUnless: { capacityProviderStrategies: "forceNewDeployment" },
    updatable: [
        "availabilityZoneRebalancing",
        "deploymentCircuitBreaker",
        "deploymentMaximumPercent",
        "deploymentMinimumHealthyPercent",
        "desiredCount",
        "enableEcsManagedTags",
        "enableExecuteCommand",
        "forceDelete",
        "forceNewDeployment",
        "networkConfiguration",
        "platformVersion",
        "propagateTags",
        "tags",
        "taskDefinition",
        "triggers",
        "waitForSteadyState",
    ],
    autoname: { property: "name" },
    defaults: {
        deploymentMaximumPercent: 200,
        deploymentMinimumHealthyPercent: 100,
        enableEcsManagedTags: false,
        enableExecuteCommand: false,
        schedulingStrategy: "REPLICA",
        waitForSteadyState: false,
    },
    computed: ["availabilityZoneRebalancing", "cluster", "launchType", "platformVersion"],
    async create(cloud, inputs) {
        const made = await getClient(cloud).send(
            new sdk.CreateServiceCommand({
                ...toServiceRequest(inputs),
                serviceName: inputs.name,
                launchType: inputs.launchType as sdk.LaunchType,
                schedulingStrategy: inputs.schedulingStrategy as sdk.SchedulingStrategy,
                ...(inputs.tags && { tags: toEcsTags(inputs.tags) }), // an empty list is refused
            }),
        );
        return { id: made.service?.serviceArn as string };
    },
    async update(cloud, id, inputs, old) {
        const { forceNewDeployment } = inputs;
        await getClient(cloud).send(
            new sdk.UpdateServiceCommand({ ...toServiceRequest(inputs), service: id, forceNewDeployment }),
        );
        await updateTags(cloud, id, inputs, old);
    },
    async finalize(cloud, id, { waitForSteadyState, taskDefinition: wanted = "" }) {
        if (waitForSteadyState) await waitUntilSteady(cloud, id, wanted);
    },
    async read(cloud, id) {
        const seen = await findService(cloud, id);
        if (!seen || seen.status === "INACTIVE") return undefined;
        const { enable = false, rollback = false } = seen.deploymentConfiguration?.deploymentCircuitBreaker ?? {};
        const network = seen.networkConfiguration?.awsvpcConfiguration;
        return {
            arn: seen.serviceArn,
            name: seen.serviceName,
            cluster: seen.clusterArn,
            launchType: seen.launchType,
            schedulingStrategy: seen.schedulingStrategy,
            platformVersion: seen.platformVersion,
            taskDefinition: seen.taskDefinition,
            desiredCount: seen.desiredCount,
            capacityProviderStrategies: (seen.capacityProviderStrategy ?? []).map((one) => ({
                ...one,
                capacityProvider: one.capacityProvider as string,
            })),
            deploymentCircuitBreaker: { enable, rollback },
            deploymentMaximumPercent: seen.deploymentConfiguration?.maximumPercent,
            deploymentMinimumHealthyPercent: seen.deploymentConfiguration?.minimumHealthyPercent,
            enableEcsManagedTags: seen.enableECSManagedTags,
            enableExecuteCommand: seen.enableExecuteCommand,
            propagateTags: seen.propagateTags,
            networkConfiguration: network && {
                subnets: network.subnets ?? [],
                securityGroups: network.securityGroups,
                assignPublicIp: network.assignPublicIp === "ENABLED",
            },
            tags: toTagObject(seen.tags),
        };
    },
    async delete(cloud, id, { forceDelete }) {
        const where = { cluster: parseClusterName(id), service: id };
        const seen = await findService(cloud, id);
        if (!seen || seen.status === "INACTIVE") return;
        if (seen.status === "ACTIVE") {
            if (seen.schedulingStrategy !== "DAEMON") {
                await getClient(cloud).send(new sdk.UpdateServiceCommand({ ...where, desiredCount: 0 }));
            }
            await getClient(cloud).send(new sdk.DeleteServiceCommand({ ...where, force: forceDelete }));
        }
        await waitUntilDrained(cloud, id);
    },
});

/** The parameters that creating and updating a service share. */
function toServiceRequest(inputs: Unwrapped<ecs.ServiceArgs>) {
    const network = inputs.networkConfiguration;
    const strategies = inputs.capacityProviderStrategies as sdk.CapacityProviderStrategyItem[] | undefined;
    return {
        cluster: inputs.cluster,
        taskDefinition: inputs.taskDefinition,
        desiredCount: inputs.desiredCount ?? 0,
        platformVersion: inputs.platformVersion,
        capacityProviderStrategy: strategies,
        availabilityZoneRebalancing: inputs.availabilityZoneRebalancing as sdk.AvailabilityZoneRebalancing | undefined,
        enableECSManagedTags: inputs.enableEcsManagedTags,
        enableExecuteCommand: inputs.enableExecuteCommand,
        propagateTags: inputs.propagateTags as sdk.PropagateTags | undefined,
        deploymentConfiguration: {
            maximumPercent: inputs.deploymentMaximumPercent,
            minimumHealthyPercent: inputs.deploymentMinimumHealthyPercent,
            deploymentCircuitBreaker: inputs.deploymentCircuitBreaker,
        },
        networkConfiguration: network && {
            awsvpcConfiguration: {
                subnets: network.subnets,
                securityGroups: network.securityGroups,
                assignPublicIp: network.assignPublicIp ? ("ENABLED" as const) : ("DISABLED" as const),
            },
        },
    };
}

/** arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/NAME */
const parseClusterName = (arn: string) => arn.split("/").at(-2);

async function findService(cloud: AwsCloud, id: string): Promise<sdk.Service | undefined> {
    const asked = { cluster: parseClusterName(id), services: [id], include: ["TAGS" as const] };
    return (await getClient(cloud).send(new sdk.DescribeServicesCommand(asked))).services?.[0];
}

/** Waits until the service has one completed deployment. Throws, with the reason its last task stopped, if the deployment fails. */
async function waitUntilSteady(cloud: AwsCloud, id: string, wanted: string): Promise<void> {
    const name = id.split("/").at(-1);
    let lastLogged: string | undefined;
    await waitUntil(
        `ECS service ${name}`,
        async () => {
            const seen = await findService(cloud, id);
            const { deployments = [], desiredCount = 0, runningCount = 0, events = [] } = seen ?? {};
            const primary = deployments.find(({ status }) => status === "PRIMARY");
            const failed = deployments.find(
                ({ rolloutState, taskDefinition = "" }) => rolloutState === "FAILED" && taskDefinition.includes(wanted),
            );
            const last = events[0]?.message;
            if (failed) {
                const reasons = [failed.rolloutStateReason, last, await findStopReason(cloud, id)];
                throw new Error(`ECS service ${name} did not start: ${reasons.filter(Boolean).join("; ")}`);
            }
            // The emulator still lists a failed deployment; it is over once it has no task.
            const others = deployments.filter(
                (one) => one !== primary && (one.rolloutState !== "FAILED" || one.runningCount),
            );
            const done = (primary?.rolloutState ?? "COMPLETED") === "COMPLETED" && others.length === 0;
            if (done && runningCount === desiredCount) return { ready: true, value: undefined };
            const because = `${runningCount} of ${desiredCount} tasks run${last ? `; ${last}` : ""}`;
            if (because !== lastLogged) cloud.context.log(because);
            lastLogged = because;
            return { ready: false, because };
        },
        { ...cloud.context, everyMs: 1_000 },
    ).catch(async (error: Error) => {
        const why = error instanceof WaitTimeoutError ? await findStopReason(cloud, id) : undefined;
        throw why ? new Error(`${error.message}; ${why}`) : error;
    });
}

async function findStopReason(cloud: AwsCloud, id: string): Promise<string | undefined> {
    const where = { cluster: parseClusterName(id) };
    const { taskArns = [] } = await getClient(cloud).send(
        new sdk.ListTasksCommand({ ...where, serviceName: id.split("/").at(-1), desiredStatus: "STOPPED" }),
    );
    if (taskArns.length === 0) return undefined;
    const { tasks = [] } = await getClient(cloud).send(new sdk.DescribeTasksCommand({ ...where, tasks: taskArns }));
    const [last] = tasks.sort((one, other) => Number(other.stoppedAt ?? 0) - Number(one.stoppedAt ?? 0));
    const containers = (last?.containers ?? [])
        .filter(({ exitCode, reason }) => exitCode || reason)
        .map(
            ({ name, exitCode, reason }) =>
                `container ${name} ended with ${[exitCode, reason].filter(Boolean).join(", ")}`,
        );
    return last && ["its last task stopped", last.stoppedReason, ...containers].filter(Boolean).join(": ");
}

/** Waits until a deleted service has drained: its tasks use the network. */
async function waitUntilDrained(cloud: AwsCloud, id: string): Promise<void> {
    const name = id.split("/").at(-1);
    await waitUntil(
        `deletion of ECS service ${name}`,
        async () => {
            const seen = await ignoreNotFound(findService(cloud, id));
            const running = await ignoreNotFound(
                getClient(cloud).send(new sdk.ListTasksCommand({ cluster: parseClusterName(id), serviceName: name })),
            );
            const remainingTasks = running?.taskArns?.length ?? 0;
            if ((!seen || seen.status === "INACTIVE") && remainingTasks === 0) return { ready: true, value: undefined };
            return {
                ready: false,
                because: `its status is ${seen?.status ?? "gone"} and ${remainingTasks} of its tasks still run`,
            };
        },
        { ...cloud.context, everyMs: 1_000 },
    );
}

export const types = {
    "ecs/cluster:Cluster": cluster,
    "ecs/clusterCapacityProviders:ClusterCapacityProviders": clusterCapacityProviders,
    "ecs/taskDefinition:TaskDefinition": taskDefinition,
    "ecs/service:Service": service,
};
