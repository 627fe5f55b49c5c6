import type { CostlyResource } from "../denied-resource";

export const loadBalancer: CostlyResource = {
    label: "a load balancer",
    types: [
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:alb/loadBalancer:LoadBalancer",
        "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
        "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
    ],
    monthly: [
        { usd: 16.43, unit: "load balancer" },
        { usd: 3.65, unit: "public IPv4 address (one per zone)" },
    ],
    usage: [{ usd: 5.84, unit: "capacity unit busy for a month" }],
    source: "infracost lb",
    alternative: "the task's own public address",
    actions: ["elasticloadbalancing:CreateLoadBalancer"],
};

export const classicLoadBalancer: CostlyResource = {
    label: "a classic load balancer",
    types: ["aws:elb/loadBalancer:LoadBalancer", "aws:elasticloadbalancing/loadBalancer:LoadBalancer"],
    monthly: [{ usd: 18.25, unit: "load balancer" }],
    usage: [{ usd: 0.008, unit: "GB" }],
    source: "infracost elb",
    alternative: "the task's own public address",
    actions: ["elasticloadbalancing:CreateLoadBalancer"],
};
