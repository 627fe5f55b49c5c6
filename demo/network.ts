import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";

export interface NetworkArgs {
    scope: NamingScope;
}

/** Two subnets in two zones, to give Spot a choice of capacity. */
const subnetCidrBlocks = ["10.42.0.0/20", "10.42.16.0/20"];

/** Availability zones without Fargate, by zone id, which is the same in every account. Source: AWS' Fargate region list, 2026-11. */
const zonesWithoutFargate = ["apne1-az3", "usw1-az2"];

/**
 * A VPC whose tasks have public addresses for outbound traffic and accept no inbound traffic. A public IPv4 address costs half
 * a cent per hour while a task runs; a NAT gateway would cost 33 USD a month, used or not.
 */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    readonly subnetIds: pulumi.Output<string>[];
    /** Outbound HTTPS and Kafka only; no inbound rule. */
    readonly securityGroupId: pulumi.Output<string>;

    constructor(name: string, { scope }: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:demo:Network", name, {}, opts);
        const childOptions = { parent: this };
        const nameTag = { tags: { Name: buildName(scope, name) } };

        const vpc = new aws.ec2.Vpc(
            name,
            { cidrBlock: "10.42.0.0/16", enableDnsHostnames: true, ...nameTag },
            childOptions,
        );
        const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, ...nameTag }, childOptions);
        const routes = new aws.ec2.RouteTable(name, { vpcId: vpc.id, ...nameTag }, childOptions);
        const internetRoute = new aws.ec2.Route(
            name,
            { routeTableId: routes.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
            childOptions,
        );
        const zones = aws.getAvailabilityZonesOutput(
            { state: "available", excludeZoneIds: zonesWithoutFargate },
            childOptions,
        ).names;
        const subnets = subnetCidrBlocks.map((cidrBlock, index) => {
            const subnet = new aws.ec2.Subnet(
                `${name}-${index}`,
                {
                    vpcId: vpc.id,
                    cidrBlock,
                    availabilityZone: zones.apply((all) => all[index % all.length] as string),
                    tags: { Name: buildName(scope, `${name}-${index}`) },
                },
                childOptions,
            );
            const association = new aws.ec2.RouteTableAssociation(
                `${name}-${index}`,
                { subnetId: subnet.id, routeTableId: routes.id },
                childOptions,
            );
            return { subnet, association };
        });
        // Gateway endpoints are free and keep downloads of bundles from S3 off the internet.
        new aws.ec2.VpcEndpoint(
            name,
            {
                vpcId: vpc.id,
                serviceName: `com.amazonaws.${scope.region}.s3`,
                vpcEndpointType: "Gateway",
                routeTableIds: [routes.id],
                ...nameTag,
            },
            childOptions,
        );
        const group = new aws.ec2.SecurityGroup(
            name,
            // A changed description would replace the security group.
            { name: buildName(scope, name), description: "Out: HTTPS and Kafka. In: nothing.", vpcId: vpc.id },
            childOptions,
        );
        for (const [protocolName, port] of Object.entries({ https: 443, kafka: 9092 })) {
            new aws.vpc.SecurityGroupEgressRule(
                `${name}-${protocolName}`,
                { securityGroupId: group.id, ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4: "0.0.0.0/0" },
                childOptions,
            );
        }
        this.vpcId = vpc.id;
        this.subnetIds = subnets.map(({ subnet, association }) =>
            // A task started before the route exists could not download its bundle.
            pulumi.all([subnet.id, association.id, internetRoute.id]).apply(([id]) => id),
        );
        this.securityGroupId = group.id;
        this.registerOutputs({ vpcId: this.vpcId });
    }
}
