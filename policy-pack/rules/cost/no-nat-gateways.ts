import type { ResourceValidationPolicy } from "@pulumi/policy";
import { natGateway } from "../../catalogue/denied/ec2";
import { denyResources } from "../../runtime/deny-resources";

/** It bills by the hour without a byte passing it, and the usual network module makes one a zone. */
export const noNatGateways: ResourceValidationPolicy = {
    name: "no-nat-gateways",
    description: "There is no NAT gateway.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(natGateway),
};
