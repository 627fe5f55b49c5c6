import type { ResourceValidationPolicy } from "@pulumi/policy";
import { natGateway } from "../catalogue/ec2";
import { denied } from "../deny";

/** It bills by the hour without a byte passing it, and the usual network module makes one a zone. */
export const natGateways: ResourceValidationPolicy = {
    name: "nat-gateways",
    description: "There is no NAT gateway.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(natGateway),
};
