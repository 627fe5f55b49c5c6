import type { ResourceValidationPolicy } from "@pulumi/policy";
import { clusterLinks, confluentNetworks } from "../../catalogue/denied/confluent";
import { denyResources } from "../../runtime/deny-resources";

/** They bill by the hour and need a more expensive cluster. */
export const noConfluentPrivateNetworking: ResourceValidationPolicy = {
    name: "no-confluent-private-networking",
    description: "Private networks, cluster links and mirror topics in Confluent Cloud are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denyResources(confluentNetworks, clusterLinks),
};
