import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as ecs from "../catalogue/ecs";
import { denied } from "../deny";

/** A service is a fleet as well: each task it keeps running bills by the hour. */
export const ecsTasks: ResourceValidationPolicy = {
    name: "ecs-tasks",
    description: "An ECS service keeps few and small tasks running, on Spot.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(...Object.values(ecs)),
};
