import type { Footgun } from "./footgun";

export const eksNodeGroup: Footgun = {
    what: "an EKS node group",
    types: ["aws:eks/nodeGroup:NodeGroup"],
    decides: [],
    monthly: [{ usd: 70.08, each: "m5.large node" }],
    usage: [],
    source: "infracost eks_node_group",
    date: "2026-11-23",
    instead: "a Fargate Spot service of one task",
    actions: ["eks:CreateNodegroup"],
};
