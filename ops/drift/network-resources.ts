import {
    EC2Client,
    paginateDescribeInstances,
    paginateDescribeNatGateways,
    paginateDescribeSecurityGroupRules,
    paginateDescribeVpcEndpoints,
    type Tag,
} from "@aws-sdk/client-ec2";
import { hasLayerTags, listTaggedEc2Resources } from "../recovery/find-by-tags";
import { type FoundResource, type ListContext, type Lister, listFromPages } from "./found-resource";

/** What has the layer's tags, whatever it is, and what is in its network: that costs, or opens it, without any tag. */
export const listNetworkResources: Lister = async (context) =>
    (await Promise.all([listTagged(context), listInNetwork(context), listRules(context)])).flat();

/** Found with their state instead: EC2 shows their tags for a while after they are gone. ECS creates the network interfaces. */
const otherKinds = ["natgateway", "vpc-endpoint", "instance", "network-interface"];

const listTagged: Lister = async ({ env, layer, aws }) =>
    (await listTaggedEc2Resources(env, aws, layer))
        .filter(({ resourceType }) => !otherKinds.includes(resourceType))
        .map(({ id, resourceType }) => ({ kind: resourceType, id }));

/** What is in the layer's VPC, or has its tags, and is not being deleted. */
async function listInNetwork(context: ListContext): Promise<FoundResource[]> {
    const client = context.aws.create(EC2Client);
    const vpcs = listIds(context.resources, "aws:ec2/vpc:Vpc");
    const found: FoundResource[] = [];
    const add = (resource: FoundResource, vpc: string | undefined, tagList: Tag[] = [], state = "") => {
        const tags = Object.fromEntries(tagList.map(({ Key = "", Value }) => [Key, Value]));
        const isOurs = vpcs.includes(vpc ?? "") || hasLayerTags(context.env, context.layer, tags);
        // GuardDuty's Runtime Monitoring puts its endpoint into every VPC with tasks; a destroy removes it.
        const isGuardDutys = tags.GuardDutyManaged === "true";
        if (isOurs && !isGuardDutys && !/^(delet|terminat|fail)/i.test(state)) found.push(resource);
    };
    for await (const { NatGateways = [] } of paginateDescribeNatGateways({ client }, {}))
        for (const { NatGatewayId: id = "", VpcId, Tags, State } of NatGateways)
            add({ kind: "NAT gateway", id, type: "aws:ec2/natGateway:NatGateway" }, VpcId, Tags, State);
    for await (const { VpcEndpoints = [] } of paginateDescribeVpcEndpoints({ client }, {}))
        for (const { VpcEndpointId: id = "", VpcId, Tags, State } of VpcEndpoints)
            add({ kind: "VPC endpoint", id }, VpcId, Tags, State);
    for await (const { Reservations = [] } of paginateDescribeInstances({ client }, {}))
        for (const { InstanceId: id = "", VpcId, Tags, State } of Reservations.flatMap(
            ({ Instances = [] }) => Instances,
        ))
            add({ kind: "EC2 instance", id, type: "aws:ec2/instance:Instance" }, VpcId, Tags, State?.Name);
    return found;
}

/** The rules of the layer's own security groups. */
const listRules: Lister = async ({ aws, resources }) => {
    const Values = listIds(resources, "aws:ec2/securityGroup:SecurityGroup");
    if (Values.length === 0) return [];
    const pages = paginateDescribeSecurityGroupRules(
        { client: aws.create(EC2Client) },
        { Filters: [{ Name: "group-id", Values }] },
    );
    return listFromPages(pages, ({ SecurityGroupRules = [] }) =>
        SecurityGroupRules.map(({ SecurityGroupRuleId: id = "", IsEgress, FromPort, CidrIpv4 }) => {
            const direction = IsEgress ? "egress" : "ingress";
            return { kind: `${direction} rule (port ${FromPort ?? "any"}, ${CidrIpv4 ?? "no IPv4 range"})`, id };
        }),
    );
};

const listIds = (resources: ListContext["resources"], type: string) =>
    resources.flatMap((each) => (each.type === type && each.id ? [each.id] : []));
