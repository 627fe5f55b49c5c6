import type { ResourceValidationPolicy } from "@pulumi/policy";
import { natGateway } from "../../catalogue/denied/ec2";
import { denyResources } from "../../runtime/deny-resources";

/** A NAT gateway bills by the hour without a byte of traffic, and common network modules create one per zone. */
export const noNatGateways: ResourceValidationPolicy = {
    name: "no-nat-gateways",
    description: "NAT gateways are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(natGateway),
};
