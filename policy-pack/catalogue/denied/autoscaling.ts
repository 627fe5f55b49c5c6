import type { CostlyResource } from "../denied-resource";

export const autoScalingGroup: CostlyResource = {
    label: "an auto scaling group",
    types: ["aws:autoscaling/group:Group"],
    monthly: [{ usd: 60.74, unit: "t3.large" }],
    source: "infracost autoscaling_group",
    alternative: "a Fargate Spot service of one task",
    actions: ["autoscaling:CreateAutoScalingGroup"],
};
