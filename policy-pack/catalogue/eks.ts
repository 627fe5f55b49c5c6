import type { Footgun } from "./footgun";

export const eksCluster: Footgun = {
    what: "an EKS control plane",
    types: ["aws:eks/cluster:Cluster"],
    monthly: [
        { usd: 73, each: "cluster" },
        { usd: 438, each: "cluster of an old version, in extended support" },
    ],
    source: "infracost eks_cluster",
    instead: "ECS, whose control plane is free",
    actions: ["eks:CreateCluster"],
};

export const eksNodeGroup: Footgun = {
    what: "an EKS node group",
    types: ["aws:eks/nodeGroup:NodeGroup"],
    monthly: [{ usd: 70.08, each: "m5.large node" }],
    source: "infracost eks_node_group",
    instead: "a Fargate Spot service of one task",
    actions: ["eks:CreateNodegroup"],
};

export const eksFargateProfile: Footgun = {
    what: "an EKS Fargate profile",
    types: ["aws:eks/fargateProfile:FargateProfile"],
    monthly: [
        { usd: 29.55, each: "vCPU of a pod" },
        { usd: 3.25, each: "GB of its memory" },
    ],
    source: "infracost ecs_service",
    instead: "a Fargate Spot service of one task",
    actions: ["eks:CreateFargateProfile"],
};
