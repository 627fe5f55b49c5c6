import { fargate } from "./fargate";
import type { Footgun } from "./footgun";

const tasks = { ...fargate, instead: "one task on Fargate Spot" };

/** A service is a fleet as well: each task it keeps running bills by the hour. Daemons, which set no count, are denied. */
export const ecsService: Footgun = {
    ...tasks,
    what: "an ECS service on Fargate",
    types: ["aws:ecs/service:Service"],
    decides: {
        desiredCount: { atMost: 2, setting: "maxTasks" },
        launchType: { oneOf: [], orMissing: true },
        "capacityProviderStrategies.capacityProvider": { oneOf: ["FARGATE_SPOT"], setting: "capacityProviders" },
    },
    actions: ["ecs:CreateService", "ecs:UpdateService"],
};

export const taskSize: Footgun = {
    ...tasks,
    what: "a task",
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    decides: {
        cpu: { atMost: 1024, setting: "maxTaskCpu" },
        memory: { atMost: 2048, setting: "maxTaskMiB" },
        "ephemeralStorage?.sizeInGib": { atMost: 21 },
    },
    actions: ["ecs:RegisterTaskDefinition"],
};

export const taskSet: Footgun = {
    ...tasks,
    what: "what runs beside ECS services",
    types: [
        "aws:ecs/taskSet:TaskSet",
        "aws:ecs/expressGatewayService:ExpressGatewayService",
        "aws:ecs/daemon:Daemon",
        "aws:ecs/capacityProvider:CapacityProvider",
    ],
    actions: ["ecs:CreateTaskSet", "ecs:CreateExpressGatewayService", "ecs:CreateCapacityProvider"],
};

export const containerInsights: Footgun = {
    what: "Container Insights",
    types: ["aws:ecs/cluster:Cluster"],
    decides: { "settings?.value": { oneOf: ["disabled"] } },
    monthly: [{ usd: 3.5, each: "task or instance, in metrics" }],
    source: "from memory (unchecked)",
    instead: "the metrics every service has, which are free",
    actions: ["ecs:CreateCluster", "ecs:UpdateClusterSettings"],
};
