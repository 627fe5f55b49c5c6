import * as sdk from "@aws-sdk/client-ec2";
import type { ec2, vpc as vpcModule } from "@pulumi/aws";
import { fromCloud, toCloud } from "./casing";
import { type Aws, aws, isGone, orNone } from "./cloud";
import { retag, tagList, tagObject } from "./tags";

const client = (cloud: Aws) => cloud.client(sdk.EC2Client);

type Tags = Record<string, string> | undefined;

const tagged = (ResourceType: sdk.ResourceType, tags: Tags) => {
    const Tags = tagList(tags);
    return Tags.length ? [{ ResourceType, Tags }] : undefined;
};

/** EC2 tags every kind of thing in the same way. */
const updateTags = (cloud: Aws, id: string, { tags }: { tags?: Tags }, old: { tags?: Tags }) =>
    retag(
        old.tags,
        tags,
        (keys) =>
            client(cloud).send(new sdk.DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) })),
        (changed) => client(cloud).send(new sdk.CreateTagsCommand({ Resources: [id], Tags: tagList(changed) })),
    );

const arnOf = (cloud: Aws, owner: string | undefined, kind: string, id: string) =>
    `arn:aws:ec2:${cloud.region}:${owner}:${kind}/${id}`;

const vpc = aws<ec2.VpcArgs, ec2.VpcState>({
    fixed: ["cidrBlock", "instanceTenancy"],
    changeable: ["enableDnsHostnames", "enableDnsSupport", "tags"],
    defaults: { enableDnsSupport: true, instanceTenancy: "default" },
    computed: ["enableDnsHostnames"],
    async create(cloud, { cidrBlock: CidrBlock, instanceTenancy, tags }) {
        const InstanceTenancy = instanceTenancy as sdk.Tenancy;
        const TagSpecifications = tagged("vpc", tags);
        const { Vpc } = await client(cloud).send(
            new sdk.CreateVpcCommand({ CidrBlock, InstanceTenancy, TagSpecifications }),
        );
        return { id: Vpc?.VpcId as string };
    },
    async settle(cloud, VpcId, { enableDnsSupport, enableDnsHostnames = false }) {
        for (const attribute of [
            { EnableDnsSupport: { Value: enableDnsSupport } },
            { EnableDnsHostnames: { Value: enableDnsHostnames } },
        ]) {
            await client(cloud).send(new sdk.ModifyVpcAttributeCommand({ VpcId, ...attribute }));
        }
    },
    update: updateTags,
    async read(cloud, VpcId) {
        const { Vpcs } = await client(cloud).send(new sdk.DescribeVpcsCommand({ VpcIds: [VpcId] }));
        const Filters = [{ Name: "vpc-id", Values: [VpcId] }];
        const main = { Filters: [...Filters, { Name: "association.main", Values: ["true"] }] };
        const byDefault = { Filters: [...Filters, { Name: "default", Values: ["true"] }] };
        const ask = (Attribute: sdk.VpcAttributeName) =>
            client(cloud).send(new sdk.DescribeVpcAttributeCommand({ VpcId, Attribute }));
        const [support, hostnames] = [await ask("enableDnsSupport"), await ask("enableDnsHostnames")];
        const { RouteTables } = await client(cloud).send(new sdk.DescribeRouteTablesCommand(main));
        const { NetworkAcls } = await client(cloud).send(new sdk.DescribeNetworkAclsCommand(byDefault));
        const groupNamed = { Filters: [...Filters, { Name: "group-name", Values: ["default"] }] };
        const { SecurityGroups } = await client(cloud).send(new sdk.DescribeSecurityGroupsCommand(groupNamed));
        const seen = Vpcs?.[0];
        return {
            arn: arnOf(cloud, seen?.OwnerId, "vpc", VpcId),
            ownerId: seen?.OwnerId,
            cidrBlock: seen?.CidrBlock,
            instanceTenancy: seen?.InstanceTenancy,
            dhcpOptionsId: seen?.DhcpOptionsId,
            enableDnsSupport: support.EnableDnsSupport?.Value,
            enableDnsHostnames: hostnames.EnableDnsHostnames?.Value,
            mainRouteTableId: RouteTables?.[0]?.RouteTableId,
            defaultRouteTableId: RouteTables?.[0]?.RouteTableId,
            defaultNetworkAclId: NetworkAcls?.[0]?.NetworkAclId,
            defaultSecurityGroupId: SecurityGroups?.[0]?.GroupId,
            tags: tagObject(seen?.Tags),
        };
    },
    async delete(cloud, VpcId) {
        await client(cloud).send(new sdk.DeleteVpcCommand({ VpcId }));
    },
});

const subnet = aws<ec2.SubnetArgs, ec2.SubnetState>({
    fixed: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"],
    changeable: ["mapPublicIpOnLaunch", "tags"],
    defaults: { mapPublicIpOnLaunch: false },
    computed: ["availabilityZone", "availabilityZoneId"],
    async create(cloud, inputs) {
        const { Subnet } = await client(cloud).send(
            new sdk.CreateSubnetCommand({
                VpcId: inputs.vpcId,
                CidrBlock: inputs.cidrBlock,
                AvailabilityZone: inputs.availabilityZone,
                AvailabilityZoneId: inputs.availabilityZoneId,
                TagSpecifications: tagged("subnet", inputs.tags),
            }),
        );
        return { id: Subnet?.SubnetId as string };
    },
    async settle(cloud, SubnetId, { mapPublicIpOnLaunch: Value }) {
        await client(cloud).send(new sdk.ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value } }));
    },
    update: updateTags,
    async read(cloud, SubnetId) {
        const { Subnets } = await client(cloud).send(new sdk.DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
        const seen = Subnets?.[0];
        return {
            arn: seen?.SubnetArn ?? arnOf(cloud, seen?.OwnerId, "subnet", SubnetId),
            ownerId: seen?.OwnerId,
            vpcId: seen?.VpcId,
            cidrBlock: seen?.CidrBlock,
            availabilityZone: seen?.AvailabilityZone,
            availabilityZoneId: seen?.AvailabilityZoneId,
            mapPublicIpOnLaunch: seen?.MapPublicIpOnLaunch,
            tags: tagObject(seen?.Tags),
        };
    },
    async delete(cloud, SubnetId) {
        await client(cloud).send(new sdk.DeleteSubnetCommand({ SubnetId }));
    },
});

const internetGateway = aws<ec2.InternetGatewayArgs, ec2.InternetGatewayState>({
    fixed: [],
    changeable: ["vpcId", "tags"],
    computed: ["vpcId"],
    async create(cloud, { tags }) {
        const TagSpecifications = tagged("internet-gateway", tags);
        const made = await client(cloud).send(new sdk.CreateInternetGatewayCommand({ TagSpecifications }));
        return { id: made.InternetGateway?.InternetGatewayId as string };
    },
    update: updateTags,
    async settle(cloud, InternetGatewayId, { vpcId: VpcId }) {
        const attached = (await gateway(cloud, InternetGatewayId))?.Attachments?.[0]?.VpcId;
        if (attached === VpcId) return;
        if (attached) {
            await client(cloud).send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId: attached }));
        }
        if (VpcId) await client(cloud).send(new sdk.AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    },
    async read(cloud, id) {
        const seen = await gateway(cloud, id);
        return {
            arn: arnOf(cloud, seen?.OwnerId, "internet-gateway", id),
            ownerId: seen?.OwnerId,
            vpcId: seen?.Attachments?.[0]?.VpcId,
            tags: tagObject(seen?.Tags),
        };
    },
    async delete(cloud, InternetGatewayId) {
        const VpcId = (await gateway(cloud, InternetGatewayId))?.Attachments?.[0]?.VpcId;
        if (VpcId) await client(cloud).send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
        await client(cloud).send(new sdk.DeleteInternetGatewayCommand({ InternetGatewayId }));
    },
});

async function gateway(cloud: Aws, id: string) {
    const seen = await client(cloud).send(new sdk.DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }));
    return seen.InternetGateways?.[0];
}

const routeTable = aws<ec2.RouteTableArgs, ec2.RouteTableState>({
    fixed: ["vpcId"],
    changeable: ["tags"],
    computed: ["routes", "propagatingVgws"],
    async create(cloud, { vpcId: VpcId, tags }) {
        const TagSpecifications = tagged("route-table", tags);
        const made = await client(cloud).send(new sdk.CreateRouteTableCommand({ VpcId, TagSpecifications }));
        return { id: made.RouteTable?.RouteTableId as string };
    },
    update: updateTags,
    async read(cloud, id) {
        const seen = await table(cloud, id);
        return {
            arn: arnOf(cloud, seen?.OwnerId, "route-table", id),
            ownerId: seen?.OwnerId,
            vpcId: seen?.VpcId,
            tags: tagObject(seen?.Tags),
        };
    },
    async delete(cloud, RouteTableId) {
        await client(cloud).send(new sdk.DeleteRouteTableCommand({ RouteTableId }));
    },
});

async function table(cloud: Aws, id: string | undefined) {
    const seen = await client(cloud).send(new sdk.DescribeRouteTablesCommand({ RouteTableIds: [id ?? ""] }));
    return seen.RouteTables?.[0];
}

/** Where a route may lead, and what a route may be for: Pulumi's words and EC2's. */
const targets = {
    gatewayId: "GatewayId",
    natGatewayId: "NatGatewayId",
    networkInterfaceId: "NetworkInterfaceId",
    transitGatewayId: "TransitGatewayId",
    vpcPeeringConnectionId: "VpcPeeringConnectionId",
    egressOnlyGatewayId: "EgressOnlyInternetGatewayId",
} as const;
const destinations = {
    destinationCidrBlock: "DestinationCidrBlock",
    destinationIpv6CidrBlock: "DestinationIpv6CidrBlock",
    destinationPrefixListId: "DestinationPrefixListId",
} as const;

const among = (inputs: object, words: Record<string, string>) =>
    toCloud<object>(Object.fromEntries(Object.entries(inputs).filter(([key]) => key in words)), words);

const route = aws<ec2.RouteArgs, ec2.RouteState>({
    fixed: ["routeTableId", ...(Object.keys(destinations) as (keyof typeof destinations)[])],
    changeable: Object.keys(targets) as (keyof typeof targets)[],
    async create(cloud, inputs) {
        const { routeTableId: RouteTableId } = inputs;
        const rest = {
            ...among(inputs, destinations),
            ...among(inputs, targets),
        };
        await client(cloud).send(new sdk.CreateRouteCommand({ RouteTableId, ...rest }));
        const [destination] = Object.values(among(inputs, destinations));
        return { id: `${RouteTableId}_${destination}` };
    },
    async update(cloud, _id, inputs) {
        const { routeTableId: RouteTableId } = inputs;
        const rest = {
            ...among(inputs, destinations),
            ...among(inputs, targets),
        };
        await client(cloud).send(new sdk.ReplaceRouteCommand({ RouteTableId, ...rest }));
    },
    async read(cloud, id) {
        const found = await routeOf(cloud, id);
        if (!found) return undefined;
        const words = { ...targets, ...destinations, instanceOwnerId: "InstanceOwnerId", instanceId: "InstanceId" };
        const known = Object.entries(words).map(([ours, theirs]) => [ours, found[theirs as keyof sdk.Route]]);
        return {
            routeTableId: id.split("_")[0],
            origin: found.Origin,
            state: found.State,
            ...Object.fromEntries(known),
        };
    },
    async delete(cloud, id) {
        const found = (await routeOf(cloud, id)) ?? {};
        const destination = Object.fromEntries(Object.values(destinations).map((word) => [word, found[word]] as const));
        await client(cloud).send(new sdk.DeleteRouteCommand({ RouteTableId: id.split("_")[0], ...destination }));
    },
});

/** A route's id is its table and its destination, as `pulumi import` writes it. */
async function routeOf(cloud: Aws, id: string): Promise<sdk.Route | undefined> {
    const [RouteTableId, destination] = id.split("_");
    const { Routes = [] } = (await table(cloud, RouteTableId)) ?? {};
    return Routes.find((found) => Object.values(destinations).some((word) => found[word] === destination));
}

const routeTableAssociation = aws<ec2.RouteTableAssociationArgs, ec2.RouteTableAssociationState>({
    fixed: ["subnetId"],
    changeable: ["routeTableId"],
    async create(cloud, { routeTableId: RouteTableId, subnetId: SubnetId }) {
        const made = await client(cloud).send(new sdk.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
        return { id: made.AssociationId as string };
    },
    async update(cloud, id, { subnetId, routeTableId: RouteTableId }) {
        const AssociationId = (await association(cloud, id, subnetId))?.RouteTableAssociationId;
        await client(cloud).send(new sdk.ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }));
    },
    async read(cloud, id, { subnetId }) {
        const found = await association(cloud, id, subnetId);
        return found && { routeTableId: found.RouteTableId, subnetId: found.SubnetId };
    },
    async delete(cloud, id, { subnetId }) {
        const AssociationId = (await association(cloud, id, subnetId))?.RouteTableAssociationId;
        if (AssociationId) await client(cloud).send(new sdk.DisassociateRouteTableCommand({ AssociationId }));
    },
});

/** Found by its subnet where that is known: a change of table gives the association a new id. */
async function association(cloud: Aws, id: string, subnetId: string | undefined) {
    const Filters = subnetId
        ? [{ Name: "association.subnet-id", Values: [subnetId] }]
        : [{ Name: "association.route-table-association-id", Values: [id] }];
    const { RouteTables = [] } = await client(cloud).send(new sdk.DescribeRouteTablesCommand({ Filters }));
    return RouteTables.flatMap(({ Associations = [] }) => Associations).find((found) =>
        subnetId ? found.SubnetId === subnetId : found.RouteTableAssociationId === id,
    );
}

const vpcEndpoint = aws<ec2.VpcEndpointArgs, ec2.VpcEndpointState>({
    fixed: ["vpcId", "serviceName", "vpcEndpointType"],
    changeable: ["policy", "routeTableIds", "tags"],
    defaults: { vpcEndpointType: "Gateway" },
    json: ["policy"],
    computed: ["policy", "ipAddressType", "privateDnsEnabled", "securityGroupIds", "subnetIds"],
    async create(cloud, inputs) {
        if (inputs.vpcEndpointType !== "Gateway") {
            throw new Error(`vpcEndpointType is ${inputs.vpcEndpointType}; the local cloud has only Gateway.`);
        }
        const { VpcEndpoint } = await client(cloud).send(
            new sdk.CreateVpcEndpointCommand({
                VpcId: inputs.vpcId,
                ServiceName: inputs.serviceName,
                VpcEndpointType: "Gateway",
                PolicyDocument: inputs.policy,
                RouteTableIds: inputs.routeTableIds,
                TagSpecifications: tagged("vpc-endpoint", inputs.tags),
            }),
        );
        return { id: VpcEndpoint?.VpcEndpointId as string };
    },
    async update(cloud, VpcEndpointId, inputs, old) {
        const [now, before] = [inputs.routeTableIds ?? [], old.routeTableIds ?? []];
        const AddRouteTableIds = now.filter((id) => !before.includes(id));
        const RemoveRouteTableIds = before.filter((id) => !now.includes(id));
        const policy = inputs.policy ? { PolicyDocument: inputs.policy } : { ResetPolicy: true };
        await client(cloud).send(
            new sdk.ModifyVpcEndpointCommand({ VpcEndpointId, AddRouteTableIds, RemoveRouteTableIds, ...policy }),
        );
        await updateTags(cloud, VpcEndpointId, inputs, old);
    },
    async read(cloud, id) {
        const { VpcEndpoints } = await client(cloud).send(
            new sdk.DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }),
        );
        const seen = VpcEndpoints?.[0];
        if (!seen || /^deleted$/i.test(seen.State ?? "")) return undefined;
        const Filters = [{ Name: "prefix-list-name", Values: [seen.ServiceName ?? ""] }];
        const lists = await orNone(client(cloud).send(new sdk.DescribePrefixListsCommand({ Filters })));
        return {
            arn: arnOf(cloud, seen.OwnerId, "vpc-endpoint", id),
            ownerId: seen.OwnerId,
            state: seen.State?.toLowerCase(),
            vpcId: seen.VpcId,
            serviceName: seen.ServiceName,
            vpcEndpointType: seen.VpcEndpointType,
            policy: seen.PolicyDocument,
            routeTableIds: seen.RouteTableIds,
            prefixListId: lists?.PrefixLists?.[0]?.PrefixListId,
            cidrBlocks: lists?.PrefixLists?.[0]?.Cidrs,
            requesterManaged: seen.RequesterManaged,
            tags: tagObject(seen.Tags),
        };
    },
    async delete(cloud, id) {
        await client(cloud).send(new sdk.DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    },
});

const securityGroup = aws<ec2.SecurityGroupArgs, ec2.SecurityGroupState>({
    fixed: ["name", "description", "vpcId"],
    changeable: ["revokeRulesOnDelete", "tags"],
    name: { property: "name" },
    defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    computed: ["vpcId", "ingress", "egress"],
    async create(cloud, { name: GroupName, description: Description, vpcId: VpcId, tags }) {
        const TagSpecifications = tagged("security-group", tags);
        const { GroupId } = await client(cloud).send(
            new sdk.CreateSecurityGroupCommand({ GroupName, Description, VpcId, TagSpecifications }),
        );
        return { id: GroupId as string };
    },
    async settle(cloud, GroupId, _inputs, old) {
        if (old) return;
        const everything = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }; // EC2 adds it; the official provider takes it away
        try {
            await client(cloud).send(
                new sdk.RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [everything] }),
            );
        } catch (error) {
            if (!isGone(error)) throw error;
        }
    },
    update: updateTags,
    async read(cloud, id) {
        const seen = await client(cloud).send(new sdk.DescribeSecurityGroupsCommand({ GroupIds: [id] }));
        const group = seen.SecurityGroups?.[0];
        return {
            arn: group?.SecurityGroupArn ?? arnOf(cloud, group?.OwnerId, "security-group", id),
            ownerId: group?.OwnerId,
            name: group?.GroupName,
            description: group?.Description,
            vpcId: group?.VpcId,
            tags: tagObject(group?.Tags),
        };
    },
    async delete(cloud, GroupId, { revokeRulesOnDelete }) {
        if (revokeRulesOnDelete) await revokeAll(cloud, GroupId);
        await client(cloud).send(new sdk.DeleteSecurityGroupCommand({ GroupId }));
    },
});

async function revokeAll(cloud: Aws, GroupId: string): Promise<void> {
    const Filters = [{ Name: "group-id", Values: [GroupId] }];
    const { SecurityGroupRules = [] } = await client(cloud).send(
        new sdk.DescribeSecurityGroupRulesCommand({ Filters }),
    );
    const ids = (egress: boolean) =>
        SecurityGroupRules.filter(({ IsEgress }) => IsEgress === egress).map(
            (rule) => rule.SecurityGroupRuleId as string,
        );
    const [inward, outward] = [ids(false), ids(true)];
    const revoke = { GroupId, SecurityGroupRuleIds: outward };
    if (outward.length) await client(cloud).send(new sdk.RevokeSecurityGroupEgressCommand(revoke));
    const revokeInward = { GroupId, SecurityGroupRuleIds: inward };
    if (inward.length) await client(cloud).send(new sdk.RevokeSecurityGroupIngressCommand(revokeInward));
}

const securityGroupEgressRule = aws<vpcModule.SecurityGroupEgressRuleArgs, vpcModule.SecurityGroupEgressRuleState>({
    fixed: ["securityGroupId"],
    changeable: [
        "cidrIpv4",
        "cidrIpv6",
        "prefixListId",
        "referencedSecurityGroupId",
        "ipProtocol",
        "fromPort",
        "toPort",
        "description",
        "tags",
    ],
    async create(cloud, inputs) {
        const made = await client(cloud).send(
            new sdk.AuthorizeSecurityGroupEgressCommand({
                GroupId: inputs.securityGroupId,
                IpPermissions: [permission(inputs)],
                TagSpecifications: tagged("security-group-rule", inputs.tags),
            }),
        );
        return { id: made.SecurityGroupRules?.[0]?.SecurityGroupRuleId as string };
    },
    async update(cloud, SecurityGroupRuleId, inputs, old) {
        const { securityGroupId: GroupId, referencedSecurityGroupId: ReferencedGroupId, tags: _tags, ...rule } = inputs;
        const { region: _region, ...words } = rule;
        const SecurityGroupRule = { ...toCloud<object>(words), ReferencedGroupId };
        await client(cloud).send(
            new sdk.ModifySecurityGroupRulesCommand({
                GroupId,
                SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
            }),
        );
        await updateTags(cloud, SecurityGroupRuleId, inputs, old);
    },
    async read(cloud, id) {
        const SecurityGroupRuleIds = [id];
        const seen = await client(cloud).send(new sdk.DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds }));
        const rule = seen.SecurityGroupRules?.[0];
        if (!rule) return undefined;
        const { cidrIpv4, cidrIpv6, prefixListId, ipProtocol, fromPort, toPort, description } =
            fromCloud<Record<string, never>>(rule);
        return {
            arn: arnOf(cloud, rule.GroupOwnerId, "security-group-rule", id),
            securityGroupRuleId: id,
            securityGroupId: rule.GroupId,
            referencedSecurityGroupId: rule.ReferencedGroupInfo?.GroupId,
            ...{ cidrIpv4, cidrIpv6, prefixListId, ipProtocol, fromPort, toPort, description },
            tags: tagObject(rule.Tags),
        };
    },
    async delete(cloud, id, { securityGroupId: GroupId }) {
        const SecurityGroupRuleIds = [id];
        await client(cloud).send(new sdk.RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds }));
    },
});

interface Rule {
    ipProtocol: string;
    fromPort?: number;
    toPort?: number;
    cidrIpv4?: string;
    cidrIpv6?: string;
    prefixListId?: string;
    referencedSecurityGroupId?: string;
    description?: string;
}

function permission(rule: Rule): sdk.IpPermission {
    const { description: Description } = rule;
    return {
        IpProtocol: rule.ipProtocol,
        FromPort: rule.fromPort,
        ToPort: rule.toPort,
        IpRanges: rule.cidrIpv4 ? [{ CidrIp: rule.cidrIpv4, Description }] : undefined,
        Ipv6Ranges: rule.cidrIpv6 ? [{ CidrIpv6: rule.cidrIpv6, Description }] : undefined,
        PrefixListIds: rule.prefixListId ? [{ PrefixListId: rule.prefixListId, Description }] : undefined,
        UserIdGroupPairs: rule.referencedSecurityGroupId
            ? [{ GroupId: rule.referencedSecurityGroupId, Description }]
            : undefined,
    };
}

export const types = {
    "ec2/vpc:Vpc": vpc,
    "ec2/subnet:Subnet": subnet,
    "ec2/internetGateway:InternetGateway": internetGateway,
    "ec2/routeTable:RouteTable": routeTable,
    "ec2/route:Route": route,
    "ec2/routeTableAssociation:RouteTableAssociation": routeTableAssociation,
    "ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
    "ec2/securityGroup:SecurityGroup": securityGroup,
    "vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupEgressRule,
};
