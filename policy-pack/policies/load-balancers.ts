import type { ResourceValidationPolicy } from "@pulumi/policy";
import { classicLoadBalancer, loadBalancer } from "../catalogue/elasticloadbalancing";
import { denyExistence } from "../existence";

/** It bills by the hour without a request, and brings a public address a zone with it. */
export const loadBalancers: ResourceValidationPolicy = {
    name: "load-balancers",
    description: "There is no load balancer, of whatever kind.",
    enforcementLevel: "mandatory",
    validateResource: denyExistence(loadBalancer, classicLoadBalancer),
};
