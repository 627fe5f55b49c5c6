import {
    EC2Client,
    paginateDescribeInstances,
    paginateDescribeNatGateways,
    paginateDescribeSecurityGroupRules,
    paginateDescribeTags,
    paginateDescribeVpcEndpoints,
} from "@aws-sdk/client-ec2";
import { requiredTagKeys } from "../../policy-pack/catalogue/tags";
import type { FoundResource, ListContext, Lister } from "./undeclared-resources";

/** What has the layer's tags, whatever it is, and what is in its network: that costs, or opens it, without any tag. */
export const listNetworkResources: Lister = async (context) => {
    const [tagged, inVpc, rules] = await Promise.all([listTagged(context), listInVpc(context), listRules(context)]);
    return [...new Map([...inVpc, ...rules, ...tagged].map((each) => [each.id, each])).values()];
};

/** EC2's own names of resource types, as its tags have them. */
async function listTagged({ env, layer, aws }: ListContext): Promise<FoundResource[]> {
    const tags = new Map<string, { kind: string; values: Record<string, string | undefined> }>();
    const Filters = [{ Name: "key", Values: [requiredTagKeys.layer, requiredTagKeys.stack] }];
    for await (const { Tags = [] } of paginateDescribeTags({ client: aws.create(EC2Client) }, { Filters })) {
        for (const { ResourceId = "", ResourceType = "", Key = "", Value } of Tags) {
            const { values } = tags.get(ResourceId) ?? { values: {} };
            tags.set(ResourceId, { kind: ResourceType, values: { ...values, [Key]: Value } });
        }
    }
    return [...tags].flatMap(([id, { kind, values }]) =>
        values[requiredTagKeys.layer] === layer && values[requiredTagKeys.stack] === env.stack ? [{ kind, id }] : [],
    );
}

async function listInVpc({ aws, resources }: ListContext): Promise<FoundResource[]> {
    const client = aws.create(EC2Client);
    const Values = listIds(resources, "aws:ec2/vpc:Vpc");
    if (Values.length === 0) return [];
    const Filters = [{ Name: "vpc-id", Values }];
    const found: FoundResource[] = [];
    for await (const { NatGateways = [] } of paginateDescribeNatGateways({ client }, { Filter: Filters }))
        for (const { NatGatewayId: id = "", State } of NatGateways)
            if (State !== "deleted" && State !== "deleting") found.push({ kind: "natgateway", id });
    for await (const { VpcEndpoints = [] } of paginateDescribeVpcEndpoints({ client }, { Filters }))
        for (const { VpcEndpointId: id = "", State } of VpcEndpoints)
            if (!/^delet/i.test(State ?? "")) found.push({ kind: "vpc-endpoint", id });
    for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { Filters }))
        for (const { InstanceId: id = "", State } of Reservations.flatMap(({ Instances = [] }) => Instances))
            if (State?.Name !== "terminated") found.push({ kind: "instance", id });
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
