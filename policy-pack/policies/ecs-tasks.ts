import type { ResourceValidationPolicy } from "@pulumi/policy";
import { ecsService } from "../catalogue/ecs";
import { forType } from "../fail-closed";
import { priceTag } from "../price-tag";

/** A service is a fleet as well: each task it keeps running bills by the hour. Daemons, which set no count, are denied. */
export const ecsTasks: ResourceValidationPolicy = {
    name: "ecs-tasks",
    description: "An ECS service keeps few tasks running.",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            maxTasks: { type: "integer", minimum: 0, default: 2, description: "The most tasks one service may want." },
        },
    },
    validateResource: forType<{ desiredCount: unknown }>(ecsService.types, ({ desiredCount }, args, report) => {
        const { maxTasks } = args.getConfig<{ maxTasks: number }>();
        if (typeof desiredCount === "number" && desiredCount <= maxTasks) return;
        const given = desiredCount === undefined || desiredCount === null ? "not set" : JSON.stringify(desiredCount);
        report(
            `desiredCount is ${given}; set it to at most ${maxTasks} (maxTasks). ` +
                `Each task costs ${priceTag(ecsService)}; use ${ecsService.instead}.`,
        );
    }),
};
