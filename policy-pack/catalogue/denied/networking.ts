import type { CostlyResource } from "../denied-resource";

export const networkFirewall: CostlyResource = {
    label: "a network firewall",
    types: [
        "aws:networkfirewall/firewall:Firewall",
        "aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation",
    ],
    monthly: [{ usd: 288.35, unit: "endpoint (one per zone)" }],
    source: "infracost networkfirewall_firewall",
    alternative: "security groups without ingress rules",
    actions: ["network-firewall:CreateFirewall", "network-firewall:CreateVpcEndpointAssociation"],
};

export const resolverEndpoint: CostlyResource = {
    label: "a Route 53 resolver endpoint",
    types: ["aws:route53/resolverEndpoint:ResolverEndpoint"],
    monthly: [{ usd: 182.5, unit: "endpoint of two addresses" }],
    source: "infracost route53_resolver_endpoint",
    alternative: "public DNS names",
    actions: ["route53resolver:CreateResolverEndpoint"],
};

export const globalAccelerator: CostlyResource = {
    label: "a global accelerator",
    types: [
        "aws:globalaccelerator/accelerator:Accelerator",
        "aws:globalaccelerator/customRoutingAccelerator:CustomRoutingAccelerator",
    ],
    monthly: [{ usd: 18.25, unit: "accelerator" }],
    source: "infracost global_accelerator",
    alternative: "the task's own public address",
    actions: ["globalaccelerator:CreateAccelerator", "globalaccelerator:CreateCustomRoutingAccelerator"],
};

export const routeServer: CostlyResource = {
    label: "a VPC route server endpoint",
    types: ["aws:vpc/routeServerEndpoint:RouteServerEndpoint"],
    monthly: [{ usd: 547.5, unit: "endpoint" }],
    source: "from memory (unchecked)",
    alternative: "route table routes",
    actions: ["ec2:CreateRouteServerEndpoint"],
};

export const directConnect: CostlyResource = {
    label: "a Direct Connect connection",
    types: ["aws:directconnect/connection:Connection", "aws:directconnect/hostedConnection:HostedConnection"],
    monthly: [{ usd: 219, unit: "port of 1 Gbit/s" }],
    source: "infracost dx_connection (unchecked)",
    alternative: "public endpoints with TLS",
    actions: ["directconnect:CreateConnection", "directconnect:AllocateHostedConnection"],
};

export const vpcLattice: CostlyResource = {
    label: "a VPC Lattice service",
    types: ["aws:vpclattice/service:Service"],
    monthly: [{ usd: 18.25, unit: "service" }],
    source: "from memory (unchecked)",
    alternative: "the tasks' own addresses",
    actions: ["vpc-lattice:CreateService"],
};
