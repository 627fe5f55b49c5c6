import type { ResourceValidationPolicy } from "@pulumi/policy";
import { autoScalingGroup } from "../../catalogue/denied/autoscaling";
import { ec2Fleet, spotFleetRequest } from "../../catalogue/denied/ec2";
import { eksFargateProfile, eksNodeGroup } from "../../catalogue/denied/eks";
import { denyResources } from "../../runtime/deny-resources";

/** A fleet restarts the instances that somebody stops to save money. */
export const noComputeFleets: ResourceValidationPolicy = {
    name: "no-compute-fleets",
    description: "Auto scaling groups, EC2 fleets and EKS node groups are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(autoScalingGroup, ec2Fleet, spotFleetRequest, eksNodeGroup, eksFargateProfile),
};
