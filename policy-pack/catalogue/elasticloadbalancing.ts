import type { Footgun } from "./footgun";

export const loadBalancer: Footgun = {
    what: "a load balancer",
    types: [
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:alb/loadBalancer:LoadBalancer",
        "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
        "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
    ],
    monthly: [
        { usd: 16.43, each: "load balancer" },
        { usd: 3.65, each: "public IPv4 address, one a zone" },
    ],
    usage: [{ usd: 5.84, each: "capacity unit kept busy for a month" }],
    source: "infracost lb",
    instead: "the public address of the task itself",
    actions: ["elasticloadbalancing:CreateLoadBalancer"],
};

export const classicLoadBalancer: Footgun = {
    what: "a classic load balancer",
    types: ["aws:elb/loadBalancer:LoadBalancer", "aws:elasticloadbalancing/loadBalancer:LoadBalancer"],
    monthly: [{ usd: 18.25, each: "load balancer" }],
    usage: [{ usd: 0.008, each: "GB" }],
    source: "infracost elb",
    instead: "the public address of the task itself",
    actions: ["elasticloadbalancing:CreateLoadBalancer"],
};
