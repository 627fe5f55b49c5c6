import { fargatePrices } from "../../pricing/fargate";
import type { CostlyResource } from "../denied-resource";

const fargateRow = { ...fargatePrices, alternative: "one task on Fargate Spot" };

/** Each running task of a service bills by the hour. Daemons have no count and are denied. */
export const ecsService: CostlyResource = {
    ...fargateRow,
    label: "an ECS service on Fargate",
    types: ["aws:ecs/service:Service"],
    constraints: {
        desiredCount: { atMost: 2, setting: "maxTasks" },
        launchType: { oneOf: [], optional: true },
        "capacityProviderStrategies.capacityProvider": {
            oneOf: ["FARGATE_SPOT"],
            setting: "capacityProviders",
            declared: {
                value: "FARGATE",
                tag: "capacity",
                tagValue: "onDemand",
                projects: ["devmin-demo"], // its services have a lease: demo-services-require-lease
                setting: "onDemandProjects",
            },
        },
    },
    actions: ["ecs:CreateService", "ecs:UpdateService"],
};

export const ecsTaskDefinition: CostlyResource = {
    ...fargateRow,
    label: "an ECS task",
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    constraints: {
        cpu: { atMost: 1024, setting: "maxTaskCpu" },
        memory: { atMost: 2048, setting: "maxTaskMiB" },
        "ephemeralStorage?.sizeInGib": { atMost: 21 },
    },
    actions: ["ecs:RegisterTaskDefinition"],
};

export const ecsOtherCompute: CostlyResource = {
    ...fargateRow,
    label: "an ECS task set, daemon or capacity provider",
    types: [
        "aws:ecs/taskSet:TaskSet",
        "aws:ecs/expressGatewayService:ExpressGatewayService",
        "aws:ecs/daemon:Daemon",
        "aws:ecs/capacityProvider:CapacityProvider",
    ],
    actions: ["ecs:CreateTaskSet", "ecs:CreateExpressGatewayService", "ecs:CreateCapacityProvider"],
};

export const containerInsights: CostlyResource = {
    label: "Container Insights",
    types: ["aws:ecs/cluster:Cluster"],
    constraints: { "settings?.value": { oneOf: ["disabled"] } },
    monthly: [{ usd: 3.5, unit: "task or instance" }],
    source: "from memory (unchecked)",
    alternative: "the standard ECS metrics (free)",
    actions: ["ecs:CreateCluster", "ecs:UpdateClusterSettings"],
};
