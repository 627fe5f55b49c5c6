import { type Constraint, type CostlyResource, mustBeAbsent, mustBeOff } from "../denied-resource";

export const natGateway: CostlyResource = {
    label: "a NAT gateway",
    types: ["aws:ec2/natGateway:NatGateway"],
    monthly: [
        { usd: 32.85, unit: "gateway" },
        { usd: 3.65, unit: "public IPv4 address" },
    ],
    usage: [{ usd: 0.045, unit: "GB" }],
    source: "infracost nat_gateway",
    alternative: "public subnets behind an internet gateway with a gateway endpoint for S3",
    actions: ["ec2:CreateNatGateway"],
};

export const ec2Fleet: CostlyResource = {
    label: "an EC2 fleet",
    types: ["aws:ec2/fleet:Fleet"],
    monthly: [{ usd: 60.74, unit: "t3.large" }],
    source: "infracost autoscaling_group",
    alternative: "a Fargate Spot service of one task",
    actions: ["ec2:CreateFleet"],
};

export const spotFleetRequest: CostlyResource = {
    label: "a spot fleet request",
    types: ["aws:ec2/spotFleetRequest:SpotFleetRequest"],
    monthly: [{ usd: 60.74, unit: "t3.large at the on-demand price" }],
    source: "infracost autoscaling_group",
    alternative: "a Fargate Spot service of one task",
    actions: ["ec2:RequestSpotFleet"],
};

export const dedicatedHost: CostlyResource = {
    label: "a dedicated host",
    types: ["aws:ec2/dedicatedHost:DedicatedHost"],
    monthly: [{ usd: 2457, unit: "c5 host" }],
    source: "infracost ec2_host",
    alternative: "an instance on shared hardware",
    actions: ["ec2:AllocateHosts"],
};

export const capacityReservation: CostlyResource = {
    label: "a capacity reservation",
    types: ["aws:ec2/capacityReservation:CapacityReservation"],
    monthly: [{ usd: 60.74, unit: "reserved t3.large" }],
    source: "infracost autoscaling_group",
    alternative: "an instance without a reservation",
    actions: ["ec2:CreateCapacityReservation"],
};

const instanceTypeConstraint: Constraint = {
    oneOf: ["t4g.nano", "t4g.micro", "t3.nano", "t3.micro"],
    setting: "instanceTypes",
};
const volumeTypeConstraint: Constraint = { oneOf: ["gp3", "gp2", "standard"], optional: true };
const volumeSizeConstraint: Constraint = { atMost: 30, optional: true, setting: "maxVolumeGb" };
const buildVolumeConstraints = (path: string): Record<string, Constraint> => ({
    [`${path}?.volumeType`]: volumeTypeConstraint,
    [`${path}?.volumeSize`]: volumeSizeConstraint,
    [`${path}?.iops`]: { atMost: 3000, optional: true },
});

export const ec2Instance: CostlyResource = {
    label: "an EC2 instance",
    types: ["aws:ec2/instance:Instance"],
    constraints: {
        instanceType: instanceTypeConstraint,
        monitoring: mustBeOff,
        tenancy: { oneOf: ["default"], optional: true },
        hostId: mustBeAbsent,
        "creditSpecification?.cpuCredits": { oneOf: ["standard"] },
        ...buildVolumeConstraints("rootBlockDevice"),
        ...buildVolumeConstraints("ebsBlockDevices"),
    },
    monthly: [
        { usd: 7.59, unit: "t3.micro" },
        { usd: 60.74, unit: "t3.large" },
    ],
    source: "infracost nat_gateway, autoscaling_group",
    alternative: "a t4g.nano or a Fargate Spot task",
    actions: ["ec2:RunInstances", "ec2:MonitorInstances"],
};

export const spotInstance: CostlyResource = {
    label: "a spot instance",
    types: ["aws:ec2/spotInstanceRequest:SpotInstanceRequest"],
    constraints: { instanceType: instanceTypeConstraint, monitoring: mustBeOff },
    monthly: [{ usd: 60.74, unit: "t3.large at the on-demand price" }],
    source: "infracost autoscaling_group",
    alternative: "a Fargate Spot task",
    actions: ["ec2:RequestSpotInstances"],
};

export const launchTemplate: CostlyResource = {
    label: "an instance from a launch template",
    types: ["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/launchConfiguration:LaunchConfiguration"],
    constraints: {
        instanceType: instanceTypeConstraint,
        "monitoring?.enabled": mustBeOff,
        enableMonitoring: mustBeOff,
        instanceRequirements: mustBeAbsent,
        "placement?.tenancy": { oneOf: ["default"], optional: true },
        "blockDeviceMappings?.ebs?.volumeType": volumeTypeConstraint,
        "blockDeviceMappings?.ebs?.volumeSize": volumeSizeConstraint,
        ...buildVolumeConstraints("rootBlockDevice"),
        ...buildVolumeConstraints("ebsBlockDevices"),
    },
    monthly: [{ usd: 60.74, unit: "t3.large" }],
    source: "infracost autoscaling_group",
    alternative: "a t4g.nano or a Fargate Spot task",
    actions: ["ec2:CreateLaunchTemplate", "ec2:CreateLaunchTemplateVersion", "autoscaling:CreateLaunchConfiguration"],
};

export const interfaceEndpoint: CostlyResource = {
    label: "an interface endpoint",
    types: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
    constraints: { vpcEndpointType: { oneOf: ["Gateway"], optional: true } },
    monthly: [{ usd: 7.3, unit: "zone" }],
    usage: [{ usd: 0.01, unit: "GB" }],
    source: "infracost vpc_endpoint",
    alternative: "public subnets and gateway endpoints (free)",
    actions: ["ec2:CreateVpcEndpoint"],
};

export const serviceVpcEndpoint: CostlyResource = {
    label: "a service-managed interface endpoint",
    types: [
        "aws:opensearch/vpcEndpoint:VpcEndpoint",
        "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint",
        "aws:elasticsearch/vpcEndpoint:VpcEndpoint",
        "aws:redshift/endpointAccess:EndpointAccess",
        "aws:redshiftserverless/endpointAccess:EndpointAccess",
        "aws:rds/proxyEndpoint:ProxyEndpoint",
        "aws:msk/vpcConnection:VpcConnection",
    ],
    monthly: [{ usd: 7.3, unit: "zone" }],
    usage: [{ usd: 0.01, unit: "GB" }],
    source: "infracost vpc_endpoint",
    alternative: "public subnets",
    actions: [
        "es:CreateVpcEndpoint",
        "aoss:CreateVpcEndpoint",
        "redshift:CreateEndpointAccess",
        "redshift-serverless:CreateEndpointAccess",
        "rds:CreateDBProxyEndpoint",
        "kafka:CreateVpcConnection",
    ],
};

export const transitGateway: CostlyResource = {
    label: "a transit gateway with its attachments",
    types: [
        "aws:ec2transitgateway/transitGateway:TransitGateway",
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter",
        "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
        "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
        "aws:ec2/transitGatewayPeeringAttachmentAccepter:TransitGatewayPeeringAttachmentAccepter",
        "aws:ec2transitgateway/connect:Connect",
    ],
    monthly: [{ usd: 36.5, unit: "attachment" }],
    usage: [{ usd: 0.02, unit: "GB" }],
    source: "infracost ec2_transit_gateway_vpc_attachment",
    alternative: "one VPC",
    actions: ["ec2:CreateTransitGateway*", "ec2:AcceptTransitGateway*"],
};

export const siteVpn: CostlyResource = {
    label: "a site-to-site VPN connection",
    types: ["aws:ec2/vpnConnection:VpnConnection"],
    monthly: [{ usd: 36.5, unit: "connection" }],
    source: "infracost vpn_connection",
    alternative: "public endpoints with TLS",
    actions: ["ec2:CreateVpnConnection"],
};

export const clientVpn: CostlyResource = {
    label: "a client VPN",
    types: ["aws:ec2clientvpn/endpoint:Endpoint", "aws:ec2clientvpn/networkAssociation:NetworkAssociation"],
    monthly: [{ usd: 73, unit: "associated subnet" }],
    source: "infracost ec2_client_vpn_network_association",
    alternative: "ECS Exec or Session Manager",
    actions: ["ec2:CreateClientVpnEndpoint", "ec2:AssociateClientVpnTargetNetwork"],
};

export const trafficMirror: CostlyResource = {
    label: "a traffic mirror session",
    types: ["aws:ec2/trafficMirrorSession:TrafficMirrorSession"],
    monthly: [{ usd: 10.95, unit: "session" }],
    source: "infracost ec2_traffic_mirror_session (unchecked)",
    alternative: "VPC flow logs for an hour",
    actions: ["ec2:CreateTrafficMirrorSession"],
};
