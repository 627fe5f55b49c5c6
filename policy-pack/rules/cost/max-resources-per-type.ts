import type { StackValidationPolicy } from "@pulumi/policy";
import { type AllowedResource, formatUnitPrices, kept } from "../../catalogue";

const limitedResources: readonly AllowedResource[] = Object.values(kept).filter(
    ({ maxPerStack }: AllowedResource) => maxPerStack !== undefined,
);

/** A resource that is cheap once is not cheap in a loop. */
export const maxResourcesPerType: StackValidationPolicy = {
    name: "max-resources-per-type",
    description: "A stack must not have more resources of a billed type than the limit for that type.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    configSchema: {
        properties: {
            most: {
                type: "object",
                default: {},
                description:
                    "The maximum number of a type in one stack, by type token; the default is in the catalogue (docs/guardrails.md).",
            },
        },
    },
    validateStack({ resources, getConfig }, report) {
        const { most: configured = {} } = getConfig<{ most?: Record<string, number> }>();
        for (const row of limitedResources) {
            const count = resources.filter(({ type }) => row.types.includes(type)).length;
            const limit = Math.max(...row.types.map((type) => configured[type] ?? (row.maxPerStack as number)));
            if (count <= limit) continue;
            report(
                `the stack has ${count} of ${row.types[0]}; have at most ${limit}, or set most to ${count} in the policy pack's settings. ` +
                    `One costs ${formatUnitPrices(row)}.`,
            );
        }
    },
};
