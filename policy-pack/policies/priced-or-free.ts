import type { ResourceValidationPolicy } from "@pulumi/policy";
import { denied, footguns, free, isOneOf, kept } from "../catalogue";
import { isPriceable } from "../catalogue/priceable";
import { forType } from "../fail-closed";

/** What is denied by being there has its own refusal. */
const refused = denied.filter(({ decides }) => !decides);
const known = [...free, ...[...footguns, ...refused, ...Object.values(kept)].flatMap(({ types }) => types)];

/** What nobody has looked up the price of is the one that is on the bill. */
export const pricedOrFree: ResourceValidationPolicy = {
    name: "priced-or-free",
    description: "The price of every resource is known.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    validateResource: forType("all", (_props, { type, provider }, report) => {
        if (!isPriceable(type, provider !== undefined) || isOneOf(known, type)) return;
        report(
            `nobody has looked up what ${type} costs; add it to policy-pack/catalogue/free.ts if it costs nothing by being ` +
                "there, else a row with its price to policy-pack/catalogue/kept.ts.",
        );
    }),
};
