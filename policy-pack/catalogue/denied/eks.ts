import type { CostlyResource } from "../denied-resource";

export const eksCluster: CostlyResource = {
    label: "an EKS control plane",
    types: ["aws:eks/cluster:Cluster"],
    monthly: [
        { usd: 73, unit: "cluster" },
        { usd: 438, unit: "cluster in extended support" },
    ],
    source: "infracost eks_cluster",
    alternative: "ECS (its control plane is free)",
    actions: ["eks:CreateCluster"],
};

export const eksNodeGroup: CostlyResource = {
    label: "an EKS node group",
    types: ["aws:eks/nodeGroup:NodeGroup"],
    monthly: [{ usd: 70.08, unit: "m5.large node" }],
    source: "infracost eks_node_group",
    alternative: "a Fargate Spot service of one task",
    actions: ["eks:CreateNodegroup"],
};

export const eksFargateProfile: CostlyResource = {
    label: "an EKS Fargate profile",
    types: ["aws:eks/fargateProfile:FargateProfile"],
    monthly: [
        { usd: 29.55, unit: "vCPU of a pod" },
        { usd: 3.25, unit: "GB of its memory" },
    ],
    source: "infracost ecs_service",
    alternative: "a Fargate Spot service of one task",
    actions: ["eks:CreateFargateProfile"],
};
