import type { ResourceValidationPolicy } from "@pulumi/policy";
import { clusterLinks, confluentNetworks } from "../../catalogue/denied/confluent";
import { denyResources } from "../../runtime/deny-resources";

/** They bill by the hour, and need a dearer cluster. */
export const noConfluentPrivateNetworking: ResourceValidationPolicy = {
    name: "no-confluent-private-networking",
    description: "There is no private network, link or mirror.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denyResources(confluentNetworks, clusterLinks),
};
