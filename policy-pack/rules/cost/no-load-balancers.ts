import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as elb from "../../catalogue/denied/elasticloadbalancing";
import { denyResources } from "../../runtime/deny-resources";

/** It bills by the hour without a request, and brings a public address a zone with it. */
export const noLoadBalancers: ResourceValidationPolicy = {
    name: "no-load-balancers",
    description: "There is no load balancer, of whatever kind.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(elb)),
};
