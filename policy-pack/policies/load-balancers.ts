import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as elb from "../catalogue/elasticloadbalancing";
import { denied } from "../deny";

/** It bills by the hour without a request, and brings a public address a zone with it. */
export const loadBalancers: ResourceValidationPolicy = {
    name: "load-balancers",
    description: "There is no load balancer, of whatever kind.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(...Object.values(elb)),
};
