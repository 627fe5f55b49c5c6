import * as sdk from "@aws-sdk/client-ec2";
import type { ec2, vpc as vpcModule } from "@pulumi/aws";
import { toAwsCase, toPulumiCase } from "./casing";
import { type AwsCloud, defineAwsType, ignoreNotFound, isNotFound } from "./cloud";
import { applyTagChanges, toTagList, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.EC2Client);

type Tags = Record<string, string> | undefined;

const toTagSpecifications = (ResourceType: sdk.ResourceType, tags: Tags) => {
    const Tags = toTagList(tags);
    return Tags.length ? [{ ResourceType, Tags }] : undefined;
};

const updateTags = (cloud: AwsCloud, id: string, { tags }: { tags?: Tags }, old: { tags?: Tags }) =>
    applyTagChanges(
        old.tags,
        tags,
        (keys) =>
            getClient(cloud).send(new sdk.DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) })),
        (changed) => getClient(cloud).send(new sdk.CreateTagsCommand({ Resources: [id], Tags: toTagList(changed) })),
    );

const buildEc2Arn = (cloud: AwsCloud, owner: string | undefined, kind: string, id: string) =>
    `arn:aws:ec2:${cloud.region}:${owner}:${kind}/${id}`;

const vpc = defineAwsType<ec2.VpcArgs, ec2.VpcState>({
    replaceOnChanges: ["cidrBlock", "instanceTenancy"],
    updatable: ["enableDnsHostnames", "enableDnsSupport", "tags"],
    defaults: { enableDnsSupport: true, instanceTenancy: "default" },
    computed: ["enableDnsHostnames"],
    async create(cloud, { cidrBlock: CidrBlock, instanceTenancy, tags }) {
        const InstanceTenancy = instanceTenancy as sdk.Tenancy;
        const TagSpecifications = toTagSpecifications("vpc", tags);
        const { Vpc } = await getClient(cloud).send(
            new sdk.CreateVpcCommand({ CidrBlock, InstanceTenancy, TagSpecifications }),
        );
        return { id: Vpc?.VpcId as string };
    },
    async finalize(cloud, VpcId, { enableDnsSupport, enableDnsHostnames = false }) {
        for (const attribute of [
            { EnableDnsSupport: { Value: enableDnsSupport } },
            { EnableDnsHostnames: { Value: enableDnsHostnames } },
        ]) {
            await getClient(cloud).send(new sdk.ModifyVpcAttributeCommand({ VpcId, ...attribute }));
        }
    },
    update: updateTags,
    async read(cloud, VpcId) {
        const { Vpcs } = await getClient(cloud).send(new sdk.DescribeVpcsCommand({ VpcIds: [VpcId] }));
        const Filters = [{ Name: "vpc-id", Values: [VpcId] }];
        const main = { Filters: [...Filters, { Name: "association.main", Values: ["true"] }] };
        const byDefault = { Filters: [...Filters, { Name: "default", Values: ["true"] }] };
        const describeAttribute = (Attribute: sdk.VpcAttributeName) =>
            getClient(cloud).send(new sdk.DescribeVpcAttributeCommand({ VpcId, Attribute }));
        const [support, hostnames] = [
            await describeAttribute("enableDnsSupport"),
            await describeAttribute("enableDnsHostnames"),
        ];
        const { RouteTables } = await getClient(cloud).send(new sdk.DescribeRouteTablesCommand(main));
        const { NetworkAcls } = await getClient(cloud).send(new sdk.DescribeNetworkAclsCommand(byDefault));
        const groupNamed = { Filters: [...Filters, { Name: "group-name", Values: ["default"] }] };
        const { SecurityGroups } = await getClient(cloud).send(new sdk.DescribeSecurityGroupsCommand(groupNamed));
        const seen = Vpcs?.[0];
        return {
            arn: buildEc2Arn(cloud, seen?.OwnerId, "vpc", VpcId),
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
            tags: toTagObject(seen?.Tags),
        };
    },
    async delete(cloud, VpcId) {
        await deleteWithoutGuardDuty(cloud, VpcId, new sdk.DeleteVpcCommand({ VpcId }), async (ids) => {
            if (ids.length) await getClient(cloud).send(new sdk.DeleteVpcEndpointsCommand({ VpcEndpointIds: ids }));
            const groups = await getClient(cloud).send(
                new sdk.DescribeSecurityGroupsCommand({
                    Filters: [
                        { Name: "vpc-id", Values: [VpcId] },
                        { Name: "group-name", Values: [`GuardDutyManagedSecurityGroup-${VpcId}`] },
                    ],
                }),
            );
            for (const { GroupId } of groups.SecurityGroups ?? [])
                await getClient(cloud).send(new sdk.DeleteSecurityGroupCommand({ GroupId }));
        });
    },
});

/**
 * Deletes a VPC or a subnet. When AWS refuses, it removes what GuardDuty's Runtime Monitoring put into the VPC, by its endpoints'
 * ids, and tries once more.
 *
 * Source: terraform-provider-aws, internal/service/ec2/vpc_subnet.go, resourceSubnetDelete.
 */
async function deleteWithoutGuardDuty(
    cloud: AwsCloud,
    vpcId: string,
    command: sdk.DeleteVpcCommand | sdk.DeleteSubnetCommand,
    remove: (endpointIds: string[]) => Promise<void>,
): Promise<void> {
    const send = () => getClient(cloud).send(command as sdk.DeleteVpcCommand);
    try {
        await send();
    } catch (error) {
        if ((error as Error).name !== "DependencyViolation") throw error;
        const { VpcEndpoints = [] } = await getClient(cloud).send(
            new sdk.DescribeVpcEndpointsCommand({
                Filters: [
                    { Name: "vpc-id", Values: [vpcId] },
                    { Name: "service-name", Values: ["*guardduty-data*"] },
                    { Name: "tag:GuardDutyManaged", Values: ["true"] },
                ],
            }),
        );
        await remove(VpcEndpoints.flatMap(({ VpcEndpointId }) => VpcEndpointId ?? []));
        await send();
    }
}

/** The official provider looks for interfaces that services left before it deletes what they are in. */
const listNetworkInterfaces = (cloud: AwsCloud, name: string, id: string) =>
    getClient(cloud).send(new sdk.DescribeNetworkInterfacesCommand({ Filters: [{ Name: name, Values: [id] }] }));

const subnet = defineAwsType<ec2.SubnetArgs, ec2.SubnetState>({
    replaceOnChanges: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"],
    updatable: ["mapPublicIpOnLaunch", "tags"],
    defaults: { mapPublicIpOnLaunch: false },
    computed: ["availabilityZone", "availabilityZoneId"],
    async create(cloud, inputs) {
        const { Subnet } = await getClient(cloud).send(
            new sdk.CreateSubnetCommand({
                VpcId: inputs.vpcId,
                CidrBlock: inputs.cidrBlock,
                AvailabilityZone: inputs.availabilityZone,
                AvailabilityZoneId: inputs.availabilityZoneId,
                TagSpecifications: toTagSpecifications("subnet", inputs.tags),
            }),
        );
        return { id: Subnet?.SubnetId as string };
    },
    async finalize(cloud, SubnetId, { mapPublicIpOnLaunch: Value }) {
        await getClient(cloud).send(new sdk.ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value } }));
    },
    update: updateTags,
    async read(cloud, SubnetId) {
        const { Subnets } = await getClient(cloud).send(new sdk.DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
        const seen = Subnets?.[0];
        return {
            arn: seen?.SubnetArn ?? buildEc2Arn(cloud, seen?.OwnerId, "subnet", SubnetId),
            ownerId: seen?.OwnerId,
            vpcId: seen?.VpcId,
            cidrBlock: seen?.CidrBlock,
            availabilityZone: seen?.AvailabilityZone,
            availabilityZoneId: seen?.AvailabilityZoneId,
            mapPublicIpOnLaunch: seen?.MapPublicIpOnLaunch,
            tags: toTagObject(seen?.Tags),
        };
    },
    async delete(cloud, SubnetId, { vpcId }) {
        await listNetworkInterfaces(cloud, "subnet-id", SubnetId);
        await deleteWithoutGuardDuty(cloud, vpcId ?? "", new sdk.DeleteSubnetCommand({ SubnetId }), async (ids) => {
            for (const VpcEndpointId of ids) {
                await getClient(cloud).send(
                    new sdk.ModifyVpcEndpointCommand({ VpcEndpointId, RemoveSubnetIds: [SubnetId] }),
                );
            }
        });
    },
});

const internetGateway = defineAwsType<ec2.InternetGatewayArgs, ec2.InternetGatewayState>({
    replaceOnChanges: [],
    updatable: ["vpcId", "tags"],
    computed: ["vpcId"],
    async create(cloud, { tags }) {
        const TagSpecifications = toTagSpecifications("internet-gateway", tags);
        const made = await getClient(cloud).send(new sdk.CreateInternetGatewayCommand({ TagSpecifications }));
        return { id: made.InternetGateway?.InternetGatewayId as string };
    },
    update: updateTags,
    async finalize(cloud, InternetGatewayId, { vpcId: VpcId }) {
        const attached = (await describeInternetGateway(cloud, InternetGatewayId))?.Attachments?.[0]?.VpcId;
        if (attached === VpcId) return;
        if (attached) {
            await getClient(cloud).send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId: attached }));
        }
        if (VpcId) await getClient(cloud).send(new sdk.AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    },
    async read(cloud, id) {
        const seen = await describeInternetGateway(cloud, id);
        return {
            arn: buildEc2Arn(cloud, seen?.OwnerId, "internet-gateway", id),
            ownerId: seen?.OwnerId,
            vpcId: seen?.Attachments?.[0]?.VpcId,
            tags: toTagObject(seen?.Tags),
        };
    },
    async delete(cloud, InternetGatewayId) {
        const VpcId = (await describeInternetGateway(cloud, InternetGatewayId))?.Attachments?.[0]?.VpcId;
        if (VpcId) await getClient(cloud).send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
        await getClient(cloud).send(new sdk.DeleteInternetGatewayCommand({ InternetGatewayId }));
    },
});

async function describeInternetGateway(cloud: AwsCloud, id: string) {
    const seen = await getClient(cloud).send(new sdk.DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }));
    return seen.InternetGateways?.[0];
}

const routeTable = defineAwsType<ec2.RouteTableArgs, ec2.RouteTableState>({
    replaceOnChanges: ["vpcId"],
    updatable: ["tags"],
    computed: ["routes", "propagatingVgws"],
    async create(cloud, { vpcId: VpcId, tags }) {
        const TagSpecifications = toTagSpecifications("route-table", tags);
        const made = await getClient(cloud).send(new sdk.CreateRouteTableCommand({ VpcId, TagSpecifications }));
        return { id: made.RouteTable?.RouteTableId as string };
    },
    update: updateTags,
    async read(cloud, id) {
        const seen = await describeRouteTable(cloud, id);
        return {
            arn: buildEc2Arn(cloud, seen?.OwnerId, "route-table", id),
            ownerId: seen?.OwnerId,
            vpcId: seen?.VpcId,
            tags: toTagObject(seen?.Tags),
        };
    },
    async delete(cloud, RouteTableId) {
        await getClient(cloud).send(new sdk.DeleteRouteTableCommand({ RouteTableId }));
    },
});

async function describeRouteTable(cloud: AwsCloud, id: string | undefined) {
    const seen = await getClient(cloud).send(new sdk.DescribeRouteTablesCommand({ RouteTableIds: [id ?? ""] }));
    return seen.RouteTables?.[0];
}

/** A route's targets and destinations: Pulumi's names and EC2's. */
const routeTargets = {
    gatewayId: "GatewayId",
    natGatewayId: "NatGatewayId",
    networkInterfaceId: "NetworkInterfaceId",
    transitGatewayId: "TransitGatewayId",
    vpcPeeringConnectionId: "VpcPeeringConnectionId",
    egressOnlyGatewayId: "EgressOnlyInternetGatewayId",
} as const;
const routeDestinations = {
    destinationCidrBlock: "DestinationCidrBlock",
    destinationIpv6CidrBlock: "DestinationIpv6CidrBlock",
    destinationPrefixListId: "DestinationPrefixListId",
} as const;

const pickAndRename = (inputs: object, names: Record<string, string>) =>
    toAwsCase<object>(Object.fromEntries(Object.entries(inputs).filter(([key]) => key in names)), names);

const route = defineAwsType<ec2.RouteArgs, ec2.RouteState>({
    replaceOnChanges: ["routeTableId", ...(Object.keys(routeDestinations) as (keyof typeof routeDestinations)[])],
    updatable: Object.keys(routeTargets) as (keyof typeof routeTargets)[],
    async create(cloud, inputs) {
        const { routeTableId: RouteTableId } = inputs;
        const rest = {
            ...pickAndRename(inputs, routeDestinations),
            ...pickAndRename(inputs, routeTargets),
        };
        await getClient(cloud).send(new sdk.CreateRouteCommand({ RouteTableId, ...rest }));
        const [destination] = Object.values(pickAndRename(inputs, routeDestinations));
        return { id: `${RouteTableId}_${destination}` };
    },
    async update(cloud, _id, inputs) {
        const { routeTableId: RouteTableId } = inputs;
        const rest = {
            ...pickAndRename(inputs, routeDestinations),
            ...pickAndRename(inputs, routeTargets),
        };
        await getClient(cloud).send(new sdk.ReplaceRouteCommand({ RouteTableId, ...rest }));
    },
    async read(cloud, id) {
        const found = await findRoute(cloud, id);
        if (!found) return undefined;
        const names = {
            ...routeTargets,
            ...routeDestinations,
            instanceOwnerId: "InstanceOwnerId",
            instanceId: "InstanceId",
        };
        const known = Object.entries(names).map(([ours, theirs]) => [ours, found[theirs as keyof sdk.Route]]);
        return {
            routeTableId: id.split("_")[0],
            origin: found.Origin,
            state: found.State,
            ...Object.fromEntries(known),
        };
    },
    async delete(cloud, id) {
        const found = (await findRoute(cloud, id)) ?? {};
        const destination = Object.fromEntries(
            Object.values(routeDestinations).map((word) => [word, found[word]] as const),
        );
        await getClient(cloud).send(new sdk.DeleteRouteCommand({ RouteTableId: id.split("_")[0], ...destination }));
    },
});

/** A route's id is its table and its destination, as `pulumi import` writes it. */
async function findRoute(cloud: AwsCloud, id: string): Promise<sdk.Route | undefined> {
    const [RouteTableId, destination] = id.split("_");
    const { Routes = [] } = (await describeRouteTable(cloud, RouteTableId)) ?? {};
    return Routes.find((found) => Object.values(routeDestinations).some((word) => found[word] === destination));
}

const routeTableAssociation = defineAwsType<ec2.RouteTableAssociationArgs, ec2.RouteTableAssociationState>({
    replaceOnChanges: ["subnetId"],
    updatable: ["routeTableId"],
    async create(cloud, { routeTableId: RouteTableId, subnetId: SubnetId }) {
        const made = await getClient(cloud).send(new sdk.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
        return { id: made.AssociationId as string };
    },
    async update(cloud, id, { subnetId, routeTableId: RouteTableId }) {
        const AssociationId = (await findAssociation(cloud, id, subnetId))?.RouteTableAssociationId;
        await getClient(cloud).send(new sdk.ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }));
    },
    async read(cloud, id, { subnetId }) {
        const found = await findAssociation(cloud, id, subnetId);
        return found && { routeTableId: found.RouteTableId, subnetId: found.SubnetId };
    },
    async delete(cloud, id, { subnetId }) {
        const AssociationId = (await findAssociation(cloud, id, subnetId))?.RouteTableAssociationId;
        if (AssociationId) await getClient(cloud).send(new sdk.DisassociateRouteTableCommand({ AssociationId }));
    },
});

/** Finds an association by its subnet where that is known, because a change of table gives it a new id. */
async function findAssociation(cloud: AwsCloud, id: string, subnetId: string | undefined) {
    const Filters = subnetId
        ? [{ Name: "association.subnet-id", Values: [subnetId] }]
        : [{ Name: "association.route-table-association-id", Values: [id] }];
    const { RouteTables = [] } = await getClient(cloud).send(new sdk.DescribeRouteTablesCommand({ Filters }));
    return RouteTables.flatMap(({ Associations = [] }) => Associations).find((found) =>
        subnetId ? found.SubnetId === subnetId : found.RouteTableAssociationId === id,
    );
}

const vpcEndpoint = defineAwsType<ec2.VpcEndpointArgs, ec2.VpcEndpointState>({
    replaceOnChanges: ["vpcId", "serviceName", "vpcEndpointType"],
    updatable: ["policy", "routeTableIds", "tags"],
    defaults: { vpcEndpointType: "Gateway" },
    jsonInputs: ["policy"],
    computed: ["policy", "ipAddressType", "privateDnsEnabled", "securityGroupIds", "subnetIds"],
    async create(cloud, inputs) {
        if (inputs.vpcEndpointType !== "Gateway") {
            throw new Error(`vpcEndpointType is ${inputs.vpcEndpointType}; the local cloud only supports Gateway.`);
        }
        const { VpcEndpoint } = await getClient(cloud).send(
            new sdk.CreateVpcEndpointCommand({
                VpcId: inputs.vpcId,
                ServiceName: inputs.serviceName,
                VpcEndpointType: "Gateway",
                PolicyDocument: inputs.policy,
                RouteTableIds: inputs.routeTableIds,
                TagSpecifications: toTagSpecifications("vpc-endpoint", inputs.tags),
            }),
        );
        return { id: VpcEndpoint?.VpcEndpointId as string };
    },
    async update(cloud, VpcEndpointId, inputs, old) {
        const [now, before] = [inputs.routeTableIds ?? [], old.routeTableIds ?? []];
        const AddRouteTableIds = now.filter((id) => !before.includes(id));
        const RemoveRouteTableIds = before.filter((id) => !now.includes(id));
        const policy = inputs.policy ? { PolicyDocument: inputs.policy } : { ResetPolicy: true };
        await getClient(cloud).send(
            new sdk.ModifyVpcEndpointCommand({ VpcEndpointId, AddRouteTableIds, RemoveRouteTableIds, ...policy }),
        );
        await updateTags(cloud, VpcEndpointId, inputs, old);
    },
    async read(cloud, id) {
        const { VpcEndpoints } = await getClient(cloud).send(
            new sdk.DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }),
        );
        const seen = VpcEndpoints?.[0];
        if (!seen || /^deleted$/i.test(seen.State ?? "")) return undefined;
        const Filters = [{ Name: "prefix-list-name", Values: [seen.ServiceName ?? ""] }];
        const lists = await ignoreNotFound(getClient(cloud).send(new sdk.DescribePrefixListsCommand({ Filters })));
        return {
            arn: buildEc2Arn(cloud, seen.OwnerId, "vpc-endpoint", id),
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
            tags: toTagObject(seen.Tags),
        };
    },
    async delete(cloud, id) {
        await getClient(cloud).send(new sdk.DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    },
});

const securityGroup = defineAwsType<ec2.SecurityGroupArgs, ec2.SecurityGroupState>({
    replaceOnChanges: ["name", "description", "vpcId"],
    updatable: ["revokeRulesOnDelete", "tags"],
    autoname: { property: "name" },
    defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    computed: ["vpcId", "ingress", "egress"],
    async create(cloud, { name: GroupName, description: Description, vpcId: VpcId, tags }) {
        const TagSpecifications = toTagSpecifications("security-group", tags);
        const { GroupId } = await getClient(cloud).send(
            new sdk.CreateSecurityGroupCommand({ GroupName, Description, VpcId, TagSpecifications }),
        );
        return { id: GroupId as string };
    },
    async finalize(cloud, GroupId, _inputs, old) {
        if (old) return;
        const everything = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }; // EC2 adds it; the official provider removes it
        try {
            await getClient(cloud).send(
                new sdk.RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [everything] }),
            );
        } catch (error) {
            if (!isNotFound(error)) throw error;
        }
    },
    update: updateTags,
    async read(cloud, id) {
        const seen = await getClient(cloud).send(new sdk.DescribeSecurityGroupsCommand({ GroupIds: [id] }));
        const group = seen.SecurityGroups?.[0];
        return {
            arn: group?.SecurityGroupArn ?? buildEc2Arn(cloud, group?.OwnerId, "security-group", id),
            ownerId: group?.OwnerId,
            name: group?.GroupName,
            description: group?.Description,
            vpcId: group?.VpcId,
            tags: toTagObject(group?.Tags),
        };
    },
    async delete(cloud, GroupId, { revokeRulesOnDelete }) {
        await listNetworkInterfaces(cloud, "group-id", GroupId);
        if (revokeRulesOnDelete) await revokeAll(cloud, GroupId);
        await getClient(cloud).send(new sdk.DeleteSecurityGroupCommand({ GroupId }));
    },
});

async function revokeAll(cloud: AwsCloud, GroupId: string): Promise<void> {
    const Filters = [{ Name: "group-id", Values: [GroupId] }];
    const { SecurityGroupRules = [] } = await getClient(cloud).send(
        new sdk.DescribeSecurityGroupRulesCommand({ Filters }),
    );
    const listRuleIds = (egress: boolean) =>
        SecurityGroupRules.filter(({ IsEgress }) => IsEgress === egress).map(
            (rule) => rule.SecurityGroupRuleId as string,
        );
    const [inward, outward] = [listRuleIds(false), listRuleIds(true)];
    const revoke = { GroupId, SecurityGroupRuleIds: outward };
    if (outward.length) await getClient(cloud).send(new sdk.RevokeSecurityGroupEgressCommand(revoke));
    const revokeInward = { GroupId, SecurityGroupRuleIds: inward };
    if (inward.length) await getClient(cloud).send(new sdk.RevokeSecurityGroupIngressCommand(revokeInward));
}

const securityGroupEgressRule = defineAwsType<
    vpcModule.SecurityGroupEgressRuleArgs,
    vpcModule.SecurityGroupEgressRuleState
>({
    replaceOnChanges: ["securityGroupId"],
    updatable: [
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
        const made = await getClient(cloud).send(
            new sdk.AuthorizeSecurityGroupEgressCommand({
                GroupId: inputs.securityGroupId,
                IpPermissions: [toIpPermission(inputs)],
                TagSpecifications: toTagSpecifications("security-group-rule", inputs.tags),
            }),
        );
        return { id: made.SecurityGroupRules?.[0]?.SecurityGroupRuleId as string };
    },
    async update(cloud, SecurityGroupRuleId, inputs, old) {
        const { securityGroupId: GroupId, referencedSecurityGroupId: ReferencedGroupId, tags: _tags, ...rule } = inputs;
        const { region: _region, ...words } = rule;
        const SecurityGroupRule = { ...toAwsCase<object>(words), ReferencedGroupId };
        await getClient(cloud).send(
            new sdk.ModifySecurityGroupRulesCommand({
                GroupId,
                SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
            }),
        );
        await updateTags(cloud, SecurityGroupRuleId, inputs, old);
    },
    async read(cloud, id) {
        const SecurityGroupRuleIds = [id];
        const seen = await getClient(cloud).send(new sdk.DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds }));
        const rule = seen.SecurityGroupRules?.[0];
        if (!rule) return undefined;
        const { cidrIpv4, cidrIpv6, prefixListId, ipProtocol, fromPort, toPort, description } =
            toPulumiCase<Record<string, never>>(rule);
        return {
            arn: buildEc2Arn(cloud, rule.GroupOwnerId, "security-group-rule", id),
            securityGroupRuleId: id,
            securityGroupId: rule.GroupId,
            referencedSecurityGroupId: rule.ReferencedGroupInfo?.GroupId,
            ...{ cidrIpv4, cidrIpv6, prefixListId, ipProtocol, fromPort, toPort, description },
            tags: toTagObject(rule.Tags),
        };
    },
    async delete(cloud, id, { securityGroupId: GroupId }) {
        const SecurityGroupRuleIds = [id];
        await getClient(cloud).send(new sdk.RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds }));
    },
});

interface SecurityGroupRuleInputs {
    ipProtocol: string;
    fromPort?: number;
    toPort?: number;
    cidrIpv4?: string;
    cidrIpv6?: string;
    prefixListId?: string;
    referencedSecurityGroupId?: string;
    description?: string;
}

function toIpPermission(rule: SecurityGroupRuleInputs): sdk.IpPermission {
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
