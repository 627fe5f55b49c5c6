import type { ResourceValidationPolicy } from "@pulumi/policy";
import { autoScalingGroup } from "../catalogue/autoscaling";
import { ec2Fleet, spotFleetRequest } from "../catalogue/ec2";
import { eksFargateProfile, eksNodeGroup } from "../catalogue/eks";
import { denied } from "../deny";

/** What keeps a number of machines alive starts them again when somebody stops them to save money. */
export const fleets: ResourceValidationPolicy = {
    name: "fleets",
    description: "Nothing keeps a fleet of machines running.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(autoScalingGroup, ec2Fleet, spotFleetRequest, eksNodeGroup, eksFargateProfile),
};
