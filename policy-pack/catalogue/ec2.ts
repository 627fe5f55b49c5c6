import type { Footgun } from "./footgun";

export const natGateway: Footgun = {
    what: "a NAT gateway",
    types: ["aws:ec2/natGateway:NatGateway"],
    decides: [],
    monthly: [
        { usd: 32.85, each: "gateway" },
        { usd: 3.65, each: "public IPv4 address" },
    ],
    usage: [{ usd: 0.045, each: "GB" }],
    source: "infracost nat_gateway",
    date: "2026-11-23",
    instead: "public subnets behind an internet gateway, with a gateway endpoint for S3",
    actions: ["ec2:CreateNatGateway"],
};

export const ec2Fleet: Footgun = {
    what: "an EC2 fleet",
    types: ["aws:ec2/fleet:Fleet"],
    decides: [],
    monthly: [{ usd: 60.74, each: "t3.large" }],
    usage: [],
    source: "infracost autoscaling_group",
    date: "2026-11-23",
    instead: "a Fargate Spot service of one task",
    actions: ["ec2:CreateFleet"],
};

export const spotFleetRequest: Footgun = {
    what: "a spot fleet request",
    types: ["aws:ec2/spotFleetRequest:SpotFleetRequest"],
    decides: [],
    monthly: [{ usd: 60.74, each: "t3.large at the on-demand price" }],
    usage: [],
    source: "infracost autoscaling_group",
    date: "2026-11-23",
    instead: "a Fargate Spot service of one task",
    actions: ["ec2:RequestSpotFleet"],
};
