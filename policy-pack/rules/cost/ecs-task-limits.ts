import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as ecs from "../../catalogue/denied/ecs";
import { denyResources } from "../../runtime/deny-resources";

/** A service is a fleet as well: each task it keeps running bills by the hour. */
export const ecsTaskLimits: ResourceValidationPolicy = {
    name: "ecs-task-limits",
    description: "An ECS service keeps few and small tasks running, on Spot.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(ecs)),
};
