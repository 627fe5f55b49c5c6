import type { ResourceValidationPolicy } from "@pulumi/policy";
import { links, networks } from "../catalogue/confluent";
import { denied } from "../deny";

/** They bill by the hour, and need a dearer cluster. */
export const confluentNetworking: ResourceValidationPolicy = {
    name: "confluent-networking",
    description: "There is no private network, link or mirror.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denied(networks, links),
};
