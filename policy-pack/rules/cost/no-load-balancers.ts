import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as elb from "../../catalogue/denied/elasticloadbalancing";
import { denyResources } from "../../runtime/deny-resources";

/** A load balancer bills by the hour without a request, plus a public address per zone. */
export const noLoadBalancers: ResourceValidationPolicy = {
    name: "no-load-balancers",
    description: "Load balancers of any kind are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(elb)),
};
