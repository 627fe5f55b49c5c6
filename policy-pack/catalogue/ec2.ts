import { absent, type Footgun, type Limit, off } from "./footgun";

export const natGateway: Footgun = {
    what: "a NAT gateway",
    types: ["aws:ec2/natGateway:NatGateway"],
    monthly: [
        { usd: 32.85, each: "gateway" },
        { usd: 3.65, each: "public IPv4 address" },
    ],
    usage: [{ usd: 0.045, each: "GB" }],
    source: "infracost nat_gateway",
    instead: "public subnets behind an internet gateway, with a gateway endpoint for S3",
    actions: ["ec2:CreateNatGateway"],
};

export const ec2Fleet: Footgun = {
    what: "an EC2 fleet",
    types: ["aws:ec2/fleet:Fleet"],
    monthly: [{ usd: 60.74, each: "t3.large" }],
    source: "infracost autoscaling_group",
    instead: "a Fargate Spot service of one task",
    actions: ["ec2:CreateFleet"],
};

export const spotFleetRequest: Footgun = {
    what: "a spot fleet request",
    types: ["aws:ec2/spotFleetRequest:SpotFleetRequest"],
    monthly: [{ usd: 60.74, each: "t3.large at the on-demand price" }],
    source: "infracost autoscaling_group",
    instead: "a Fargate Spot service of one task",
    actions: ["ec2:RequestSpotFleet"],
};

export const dedicatedHost: Footgun = {
    what: "a dedicated host",
    types: ["aws:ec2/dedicatedHost:DedicatedHost"],
    monthly: [{ usd: 2457, each: "c5 host" }],
    source: "infracost ec2_host",
    instead: "an instance on shared hardware",
    actions: ["ec2:AllocateHosts"],
};

export const capacityReservation: Footgun = {
    what: "a capacity reservation",
    types: ["aws:ec2/capacityReservation:CapacityReservation"],
    monthly: [{ usd: 60.74, each: "t3.large, used or not" }],
    source: "infracost autoscaling_group",
    instead: "an instance without a reservation",
    actions: ["ec2:CreateCapacityReservation"],
};

const instanceType: Limit = { oneOf: ["t4g.nano", "t4g.micro", "t3.nano", "t3.micro"], setting: "instanceTypes" };
const volumeType: Limit = { oneOf: ["gp3", "gp2", "standard"], orMissing: true };
const volumeSize: Limit = { atMost: 30, orMissing: true, setting: "maxVolumeGb" };
const volume = (path: string): Record<string, Limit> => ({
    [`${path}?.volumeType`]: volumeType,
    [`${path}?.volumeSize`]: volumeSize,
    [`${path}?.iops`]: { atMost: 3000, orMissing: true },
});

export const instance: Footgun = {
    what: "an EC2 instance",
    types: ["aws:ec2/instance:Instance"],
    decides: {
        instanceType,
        monitoring: off,
        tenancy: { oneOf: ["default"], orMissing: true },
        hostId: absent,
        "creditSpecification?.cpuCredits": { oneOf: ["standard"] },
        ...volume("rootBlockDevice"),
        ...volume("ebsBlockDevices"),
    },
    monthly: [
        { usd: 7.59, each: "t3.micro" },
        { usd: 60.74, each: "t3.large" },
    ],
    source: "infracost nat_gateway, autoscaling_group",
    instead: "a t4g.nano, or a Fargate Spot task",
    actions: ["ec2:RunInstances", "ec2:MonitorInstances"],
};

export const spotInstance: Footgun = {
    what: "a spot instance",
    types: ["aws:ec2/spotInstanceRequest:SpotInstanceRequest"],
    decides: { instanceType, monitoring: off },
    monthly: [{ usd: 60.74, each: "t3.large at the on-demand price" }],
    source: "infracost autoscaling_group",
    instead: "a Fargate Spot task",
    actions: ["ec2:RequestSpotInstances"],
};

export const launchTemplate: Footgun = {
    what: "what a launch template starts",
    types: ["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/launchConfiguration:LaunchConfiguration"],
    decides: {
        instanceType,
        "monitoring?.enabled": off,
        enableMonitoring: off,
        instanceRequirements: absent,
        "placement?.tenancy": { oneOf: ["default"], orMissing: true },
        "blockDeviceMappings?.ebs?.volumeType": volumeType,
        "blockDeviceMappings?.ebs?.volumeSize": volumeSize,
        ...volume("rootBlockDevice"),
        ...volume("ebsBlockDevices"),
    },
    monthly: [{ usd: 60.74, each: "t3.large" }],
    source: "infracost autoscaling_group",
    instead: "a t4g.nano, or a Fargate Spot task",
    actions: ["ec2:CreateLaunchTemplate", "ec2:CreateLaunchTemplateVersion", "autoscaling:CreateLaunchConfiguration"],
};

export const interfaceEndpoint: Footgun = {
    what: "an interface endpoint",
    types: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
    decides: { vpcEndpointType: { oneOf: ["Gateway"], orMissing: true } },
    monthly: [{ usd: 7.3, each: "zone" }],
    usage: [{ usd: 0.01, each: "GB" }],
    source: "infracost vpc_endpoint",
    instead: "public subnets, and gateway endpoints, which are free",
    actions: ["ec2:CreateVpcEndpoint"],
};

export const elsewhereEndpoint: Footgun = {
    what: "an interface endpoint of a service of its own",
    types: [
        "aws:opensearch/vpcEndpoint:VpcEndpoint",
        "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint",
        "aws:elasticsearch/vpcEndpoint:VpcEndpoint",
        "aws:redshift/endpointAccess:EndpointAccess",
        "aws:redshiftserverless/endpointAccess:EndpointAccess",
        "aws:rds/proxyEndpoint:ProxyEndpoint",
        "aws:msk/vpcConnection:VpcConnection",
    ],
    monthly: [{ usd: 7.3, each: "zone" }],
    usage: [{ usd: 0.01, each: "GB" }],
    source: "infracost vpc_endpoint",
    instead: "public subnets",
    actions: [
        "es:CreateVpcEndpoint",
        "aoss:CreateVpcEndpoint",
        "redshift:CreateEndpointAccess",
        "redshift-serverless:CreateEndpointAccess",
        "rds:CreateDBProxyEndpoint",
        "kafka:CreateVpcConnection",
    ],
};

export const transitGateway: Footgun = {
    what: "a transit gateway with its attachments",
    types: [
        "aws:ec2transitgateway/transitGateway:TransitGateway",
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter",
        "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
        "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
        "aws:ec2/transitGatewayPeeringAttachmentAccepter:TransitGatewayPeeringAttachmentAccepter",
        "aws:ec2transitgateway/connect:Connect",
    ],
    monthly: [{ usd: 36.5, each: "attachment" }],
    usage: [{ usd: 0.02, each: "GB" }],
    source: "infracost ec2_transit_gateway_vpc_attachment",
    instead: "one VPC",
    actions: ["ec2:CreateTransitGateway*", "ec2:AcceptTransitGateway*"],
};

export const siteVpn: Footgun = {
    what: "a site-to-site VPN connection",
    types: ["aws:ec2/vpnConnection:VpnConnection"],
    monthly: [{ usd: 36.5, each: "connection" }],
    source: "infracost vpn_connection",
    instead: "public endpoints with TLS",
    actions: ["ec2:CreateVpnConnection"],
};

export const clientVpn: Footgun = {
    what: "a client VPN",
    types: ["aws:ec2clientvpn/endpoint:Endpoint", "aws:ec2clientvpn/networkAssociation:NetworkAssociation"],
    monthly: [{ usd: 73, each: "associated subnet" }],
    source: "infracost ec2_client_vpn_network_association",
    instead: "ECS Exec or Session Manager",
    actions: ["ec2:CreateClientVpnEndpoint", "ec2:AssociateClientVpnTargetNetwork"],
};

export const trafficMirror: Footgun = {
    what: "a traffic mirror session",
    types: ["aws:ec2/trafficMirrorSession:TrafficMirrorSession"],
    monthly: [{ usd: 10.95, each: "session" }],
    source: "infracost ec2_traffic_mirror_session (unchecked)",
    instead: "VPC flow logs for an hour",
    actions: ["ec2:CreateTrafficMirrorSession"],
};
