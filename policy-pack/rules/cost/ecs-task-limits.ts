import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as ecs from "../../catalogue/denied/ecs";
import { denyResources } from "../../runtime/deny-resources";

/** Every task that a service keeps running bills by the hour. */
export const ecsTaskLimits: ResourceValidationPolicy = {
    name: "ecs-task-limits",
    description:
        "ECS services must run few, small tasks on Fargate Spot, or on demand where a lease ends it and a tag declares it.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(ecs)),
};
