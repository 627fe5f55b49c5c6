import {
    EC2Client,
    paginateDescribeInstances,
    paginateDescribeNatGateways,
    paginateDescribeSecurityGroupRules,
    paginateDescribeTags,
    paginateDescribeVpcEndpoints,
    type Tag,
} from "@aws-sdk/client-ec2";
import { requiredTagKeys } from "../../policy-pack/catalogue/tags";
import type { FoundResource, ListContext, Lister } from "./found-resource";

/** What has the layer's tags, whatever it is, and what is in its network: that costs, or opens it, without any tag. */
export const listNetworkResources: Lister = async (context) =>
    (await Promise.all([listTagged(context), listInNetwork(context), listRules(context)])).flat();

/** Found with their state instead: EC2 shows their tags for a while after they are gone. ECS creates the network interfaces. */
const otherKinds = ["natgateway", "vpc-endpoint", "instance", "network-interface"];

async function listTagged(context: ListContext): Promise<FoundResource[]> {
    const tagged = new Map<string, { kind: string; tags: Tag[] }>();
    const Filters = [{ Name: "key", Values: [requiredTagKeys.layer, requiredTagKeys.stack] }];
    for await (const { Tags = [] } of paginateDescribeTags({ client: context.aws.create(EC2Client) }, { Filters })) {
        for (const { ResourceId = "", ResourceType = "", Key, Value } of Tags) {
            const tags = tagged.get(ResourceId)?.tags ?? [];
            tagged.set(ResourceId, { kind: ResourceType, tags: [...tags, { Key, Value }] });
        }
    }
    return [...tagged].flatMap(([id, { kind, tags }]) =>
        hasLayerTags(context, tags) && !otherKinds.includes(kind) ? [{ kind, id }] : [],
    );
}

function hasLayerTags({ env, layer }: ListContext, tags: readonly Tag[] = []): boolean {
    const has = (key: string, value: string) => tags.some(({ Key, Value }) => Key === key && Value === value);
    return has(requiredTagKeys.layer, layer) && has(requiredTagKeys.stack, env.stack);
}

/** What is in the layer's VPC, or has its tags, and is not being deleted. */
async function listInNetwork(context: ListContext): Promise<FoundResource[]> {
    const client = context.aws.create(EC2Client);
    const vpcs = listIds(context.resources, "aws:ec2/vpc:Vpc");
    const found: FoundResource[] = [];
    const add = (resource: FoundResource, vpc: string | undefined, tags: Tag[] | undefined, state = "") => {
        const isOurs = vpcs.includes(vpc ?? "") || hasLayerTags(context, tags);
        // GuardDuty's Runtime Monitoring puts its endpoint into every VPC with tasks; a destroy removes it.
        const isGuardDutys = tags?.some(({ Key, Value }) => Key === "GuardDutyManaged" && Value === "true");
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
async function listRules({ aws, resources }: ListContext): Promise<FoundResource[]> {
    const Values = listIds(resources, "aws:ec2/securityGroup:SecurityGroup");
    if (Values.length === 0) return [];
    const found: FoundResource[] = [];
    const pages = paginateDescribeSecurityGroupRules(
        { client: aws.create(EC2Client) },
        { Filters: [{ Name: "group-id", Values }] },
    );
    for await (const { SecurityGroupRules = [] } of pages) {
        for (const { SecurityGroupRuleId: id = "", IsEgress, FromPort, CidrIpv4 } of SecurityGroupRules) {
            const direction = IsEgress ? "egress" : "ingress";
            found.push({ kind: `${direction} rule (port ${FromPort ?? "any"}, ${CidrIpv4 ?? "no IPv4 range"})`, id });
        }
    }
    return found;
}

const listIds = (resources: ListContext["resources"], type: string) =>
    resources.flatMap((each) => (each.type === type && each.id ? [each.id] : []));
