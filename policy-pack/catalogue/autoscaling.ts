import type { Footgun } from "./footgun";

export const autoScalingGroup: Footgun = {
    what: "an auto scaling group",
    types: ["aws:autoscaling/group:Group"],
    decides: [],
    monthly: [{ usd: 60.74, each: "t3.large" }],
    usage: [],
    source: "infracost autoscaling_group",
    date: "2026-11-23",
    instead: "a Fargate Spot service of one task",
    actions: ["autoscaling:CreateAutoScalingGroup"],
};
