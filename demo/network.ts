import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";

export interface NetworkArgs {
    scope: NamingScope;
}

/** Where the subnets are: two zones, so that Spot has a choice. */
const subnetCidrBlocks = ["10.42.0.0/20", "10.42.16.0/20"];

/** Zones in which Fargate runs no task, by the ids that are the same in every account; from AWS' list of its regions, 2026-11. */
const zonesWithoutFargate = ["apne1-az3", "usw1-az2"];

/**
 * A VPC whose tasks reach out through public addresses of their own and are reached by nobody.
 * A public IPv4 is half a cent an hour while a task runs; a NAT gateway would be 33 USD a month, used or not.
 */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    readonly subnetIds: pulumi.Output<string>[];
    /** Out: HTTPS and Kafka. In: nothing. */
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
        // Gateway endpoints are free, and keep the bundles' way to S3 off the internet.
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
            // A task placed before the route is there could not fetch its bundle.
            pulumi.all([subnet.id, association.id, internetRoute.id]).apply(([id]) => id),
        );
        this.securityGroupId = group.id;
        this.registerOutputs({ vpcId: this.vpcId });
    }
}
