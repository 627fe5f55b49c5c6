import type { ResourceValidationPolicy } from "@pulumi/policy";
import { costlyResources, deniedResources, isTypeMatch, kept, freeTypes as listed } from "../../catalogue";
import { isPriceable } from "../../pricing/priceable";
import { forType } from "../../runtime/catch-unknown";

/** Types that another policy denies whatever their properties. */
const deniedByType = deniedResources.filter(({ constraints }) => !constraints);
const knownTypes = [
    ...listed,
    ...[...costlyResources, ...deniedByType, ...Object.values(kept)].flatMap(({ types }) => types),
];

/** A type whose price nobody looked up ends up on the bill. */
export const requireKnownPrice: ResourceValidationPolicy = {
    name: "require-known-price",
    description: "The price of every resource type must be known.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    configSchema: {
        properties: {
            free: {
                type: "array",
                items: { type: "string" },
                default: [],
                description: "More types without a fixed cost; a star at the end matches the rest.",
            },
        },
    },
    validateResource: forType("all", (_props, { type, provider, getConfig }, report) => {
        const { free = [] } = getConfig<{ free?: string[] }>();
        if (!isPriceable(type, provider !== undefined) || isTypeMatch([...knownTypes, ...free], type)) return;
        report(
            `the price of ${type} is unknown; if it has no fixed cost, add it to policy-pack/catalogue/free.ts or to this ` +
                "policy's setting free, otherwise add a row with its price to policy-pack/catalogue/allowed.ts.",
        );
    }),
};
