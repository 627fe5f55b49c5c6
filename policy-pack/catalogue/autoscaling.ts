import type { Footgun } from "./footgun";

export const autoScalingGroup: Footgun = {
    what: "an auto scaling group",
    types: ["aws:autoscaling/group:Group"],
    monthly: [{ usd: 60.74, each: "t3.large" }],
    source: "infracost autoscaling_group",
    instead: "a Fargate Spot service of one task",
    actions: ["autoscaling:CreateAutoScalingGroup"],
};
