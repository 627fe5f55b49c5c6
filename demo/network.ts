import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place } from "../lib/names";

export interface NetworkArgs {
    place: Place;
}

/** Where the subnets are: two zones, so that Spot has a choice. */
const subnetRanges = ["10.42.0.0/20", "10.42.16.0/20"];

/** Zones in which Fargate runs no task, by the ids that are the same in every account; from AWS' list of its regions, 2026-11. */
const withoutFargate = ["apne1-az3", "usw1-az2"];

/**
 * A VPC whose tasks reach out through public addresses of their own and are reached by nobody.
 * A public IPv4 is half a cent an hour while a task runs; a NAT gateway would be 33 USD a month, used or not.
 */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    readonly subnetIds: pulumi.Output<string>[];
    /** Out: HTTPS and Kafka. In: nothing. */
    readonly securityGroupId: pulumi.Output<string>;

    constructor(name: string, { place }: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:demo:Network", name, {}, opts);
        const parent = { parent: this };
        const named = { tags: { Name: nameIn(place, name) } };

        const vpc = new aws.ec2.Vpc(name, { cidrBlock: "10.42.0.0/16", enableDnsHostnames: true, ...named }, parent);
        const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, ...named }, parent);
        const routes = new aws.ec2.RouteTable(name, { vpcId: vpc.id, ...named }, parent);
        const toInternet = new aws.ec2.Route(
            name,
            { routeTableId: routes.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
            parent,
        );
        const zones = aws.getAvailabilityZonesOutput(
            { state: "available", excludeZoneIds: withoutFargate },
            parent,
        ).names;
        const subnets = subnetRanges.map((cidrBlock, index) => {
            const subnet = new aws.ec2.Subnet(
                `${name}-${index}`,
                {
                    vpcId: vpc.id,
                    cidrBlock,
                    availabilityZone: zones.apply((all) => all[index % all.length] as string),
                    tags: { Name: nameIn(place, `${name}-${index}`) },
                },
                parent,
            );
            const association = new aws.ec2.RouteTableAssociation(
                `${name}-${index}`,
                { subnetId: subnet.id, routeTableId: routes.id },
                parent,
            );
            return { subnet, association };
        });
        // Gateway endpoints are free, and keep the bundles' way to S3 off the internet.
        new aws.ec2.VpcEndpoint(
            name,
            {
                vpcId: vpc.id,
                serviceName: `com.amazonaws.${place.region}.s3`,
                vpcEndpointType: "Gateway",
                routeTableIds: [routes.id],
                ...named,
            },
            parent,
        );
        const group = new aws.ec2.SecurityGroup(
            name,
            { name: nameIn(place, name), description: "Out: HTTPS and Kafka. In: nothing.", vpcId: vpc.id },
            parent,
        );
        for (const [use, port] of Object.entries({ https: 443, kafka: 9092 })) {
            new aws.vpc.SecurityGroupEgressRule(
                `${name}-${use}`,
                { securityGroupId: group.id, ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4: "0.0.0.0/0" },
                parent,
            );
        }
        this.vpcId = vpc.id;
        this.subnetIds = subnets.map(({ subnet, association }) =>
            // A task placed before the route is there could not fetch its bundle.
            pulumi.all([subnet.id, association.id, toInternet.id]).apply(([id]) => id),
        );
        this.securityGroupId = group.id;
        this.registerOutputs({ vpcId: this.vpcId });
    }
}
