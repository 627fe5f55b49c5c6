import type { ResourceValidationPolicy } from "@pulumi/policy";
import { costlyResources, deniedResources, isTypeMatch, kept, freeTypes as listed } from "../../catalogue";
import { isPriceable } from "../../pricing/priceable";
import { forType } from "../../runtime/catch-unknown";

/** What is denied by being there has its own refusal. */
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
                description: "Further types that cost nothing by being there; a star at the end stands for the rest.",
            },
        },
    },
    validateResource: forType("all", (_props, { type, provider, getConfig }, report) => {
        const { free = [] } = getConfig<{ free?: string[] }>();
        if (!isPriceable(type, provider !== undefined) || isTypeMatch([...knownTypes, ...free], type)) return;
        report(
            `nobody has looked up what ${type} costs; if it costs nothing by being there, add it to ` +
                "policy-pack/catalogue/free.ts or name it in this rule's setting free, else add a row with its price to " +
                "policy-pack/catalogue/allowed.ts.",
        );
    }),
};
