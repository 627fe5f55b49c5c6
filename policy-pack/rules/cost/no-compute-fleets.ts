import type { ResourceValidationPolicy } from "@pulumi/policy";
import { autoScalingGroup } from "../../catalogue/denied/autoscaling";
import { ec2Fleet, spotFleetRequest } from "../../catalogue/denied/ec2";
import { eksFargateProfile, eksNodeGroup } from "../../catalogue/denied/eks";
import { denyResources } from "../../runtime/deny-resources";

/** What keeps a number of machines alive starts them again when somebody stops them to save money. */
export const noComputeFleets: ResourceValidationPolicy = {
    name: "no-compute-fleets",
    description: "Nothing keeps a fleet of machines running.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(autoScalingGroup, ec2Fleet, spotFleetRequest, eksNodeGroup, eksFargateProfile),
};
