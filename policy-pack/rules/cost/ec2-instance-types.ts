import type { ResourceValidationPolicy } from "@pulumi/policy";
import {
    capacityReservation,
    dedicatedHost,
    ec2Instance,
    launchTemplate,
    spotInstance,
} from "../../catalogue/denied/ec2";
import { denyResources } from "../../runtime/deny-resources";

/** An instance type is one word in a diff, and the largest costs a thousand times the smallest. */
export const ec2InstanceTypes: ResourceValidationPolicy = {
    name: "ec2-instance-types",
    description: "EC2 instances must be of an allowed small type, on shared hardware, with a small disk.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(ec2Instance, spotInstance, launchTemplate, dedicatedHost, capacityReservation),
};
