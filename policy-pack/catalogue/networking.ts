import type { Footgun } from "./footgun";

export const networkFirewall: Footgun = {
    what: "a network firewall",
    types: [
        "aws:networkfirewall/firewall:Firewall",
        "aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation",
    ],
    monthly: [{ usd: 288.35, each: "endpoint, one a zone" }],
    source: "infracost networkfirewall_firewall",
    instead: "security groups that let nothing in",
    actions: ["network-firewall:CreateFirewall", "network-firewall:CreateVpcEndpointAssociation"],
};

export const resolverEndpoint: Footgun = {
    what: "a Route 53 resolver endpoint",
    types: ["aws:route53/resolverEndpoint:ResolverEndpoint"],
    monthly: [{ usd: 182.5, each: "endpoint of two addresses" }],
    source: "infracost route53_resolver_endpoint",
    instead: "public DNS names",
    actions: ["route53resolver:CreateResolverEndpoint"],
};

export const globalAccelerator: Footgun = {
    what: "a global accelerator",
    types: [
        "aws:globalaccelerator/accelerator:Accelerator",
        "aws:globalaccelerator/customRoutingAccelerator:CustomRoutingAccelerator",
    ],
    monthly: [{ usd: 18.25, each: "accelerator" }],
    source: "infracost global_accelerator",
    instead: "the public address of the task itself",
    actions: ["globalaccelerator:CreateAccelerator", "globalaccelerator:CreateCustomRoutingAccelerator"],
};

export const routeServer: Footgun = {
    what: "a VPC route server endpoint",
    types: ["aws:vpc/routeServerEndpoint:RouteServerEndpoint"],
    monthly: [{ usd: 547.5, each: "endpoint" }],
    source: "from memory (unchecked)",
    instead: "routes of the route table",
    actions: ["ec2:CreateRouteServerEndpoint"],
};

export const directConnect: Footgun = {
    what: "a Direct Connect connection",
    types: ["aws:directconnect/connection:Connection", "aws:directconnect/hostedConnection:HostedConnection"],
    monthly: [{ usd: 219, each: "port of 1 Gbit/s" }],
    source: "infracost dx_connection (unchecked)",
    instead: "public endpoints with TLS",
    actions: ["directconnect:CreateConnection", "directconnect:AllocateHostedConnection"],
};

export const lattice: Footgun = {
    what: "a VPC Lattice service",
    types: ["aws:vpclattice/service:Service"],
    monthly: [{ usd: 18.25, each: "service" }],
    source: "from memory (unchecked)",
    instead: "the tasks' own addresses",
    actions: ["vpc-lattice:CreateService"],
};
