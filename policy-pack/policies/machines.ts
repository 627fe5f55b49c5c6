import type { ResourceValidationPolicy } from "@pulumi/policy";
import { capacityReservation, dedicatedHost, instance, launchTemplate, spotInstance } from "../catalogue/ec2";
import { denied } from "../deny";

/** A type is one word in a diff, and the largest costs a thousand times the smallest. */
export const machines: ResourceValidationPolicy = {
    name: "machines",
    description: "A machine is of a small type, on shared hardware, with a small disk.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(instance, spotInstance, launchTemplate, dedicatedHost, capacityReservation),
};
