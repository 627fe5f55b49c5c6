import { BudgetsClient, DescribeBudgetActionsForBudgetCommand, NotFoundException } from "@aws-sdk/client-budgets";
import { EC2Client, paginateDescribeTags } from "@aws-sdk/client-ec2";
import {
    DescribeKeyCommand,
    KMSClient,
    paginateListKeys,
    paginateListResourceTags,
    type Tag,
} from "@aws-sdk/client-kms";
import { buildCoreName } from "../../lib/names";
import { requiredTagKeys } from "../../policy-pack/catalogue/tags";
import { buildAwsClientConfig } from "../clients/aws";
import type { Environment } from "../environment";
import type { Project } from "../pulumi/cli";

/** Something in the cloud that says whose it is. */
export interface DiscoveredResource {
    id: string;
    /** Its Pulumi type. */
    type: string;
    /** Its tag `Name`, or the name it was made under, where it has one. */
    name?: string;
}

const typesByEc2ResourceType: Record<string, string> = {
    vpc: "aws:ec2/vpc:Vpc",
    subnet: "aws:ec2/subnet:Subnet",
    "internet-gateway": "aws:ec2/internetGateway:InternetGateway",
    "route-table": "aws:ec2/routeTable:RouteTable",
    "security-group": "aws:ec2/securityGroup:SecurityGroup",
    "vpc-endpoint": "aws:ec2/vpcEndpoint:VpcEndpoint",
};

const budgetActionType = "aws:budgets/budgetAction:BudgetAction";
const keyType = "aws:kms/key:Key";

/** What nothing tells of has not been made: EC2 and KMS make and tag in one, and an action is one of its budget. */
export const typesFoundByTags: readonly string[] = [
    ...Object.values(typesByEc2ResourceType),
    budgetActionType,
    keyType,
];

/** What AWS made for a layer and gave an id of its own, by which no name finds it. */
export const listByTags = async (env: Environment, layer: Project): Promise<DiscoveredResource[]> => [
    ...(await listEc2Resources(env, layer)),
    ...(layer === "core" ? [...(await listBudgetActions(env)), ...(await listKeys(env))] : []),
];

const hasLayerTags = (env: Environment, layer: Project, tags: Record<string, string | undefined>) =>
    tags[requiredTagKeys.layer] === layer && tags[requiredTagKeys.stack] === env.stack;

/** Core's keys, without those of an earlier core, which AWS deletes only after its waiting period. */
async function listKeys(env: Environment): Promise<DiscoveredResource[]> {
    const client = new KMSClient(buildAwsClientConfig(env));
    const keys: DiscoveredResource[] = [];
    for await (const { Keys = [] } of paginateListKeys({ client }, {})) {
        for (const { KeyId: id = "" } of Keys) {
            if (!hasLayerTags(env, "core", await readKeyTags(client, id))) continue;
            const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: id }));
            if (KeyMetadata?.KeyState !== "PendingDeletion") keys.push({ id, type: keyType });
        }
    }
    return keys;
}

/** A key's tags; none of a key that its policy keeps from the account's administrator, as core's does not. */
async function readKeyTags(client: KMSClient, KeyId: string): Promise<Record<string, string | undefined>> {
    const tags: Tag[] = [];
    try {
        for await (const { Tags = [] } of paginateListResourceTags({ client }, { KeyId })) tags.push(...Tags);
    } catch (error) {
        if ((error as Error).name !== "AccessDeniedException") throw error;
    }
    return Object.fromEntries(tags.map(({ TagKey = "", TagValue }) => [TagKey, TagValue]));
}

/** The actions of core's budget; none where that is not there. */
async function listBudgetActions(env: Environment): Promise<DiscoveredResource[]> {
    const BudgetName = buildCoreName(env, "budget");
    try {
        const { Actions = [] } = await new BudgetsClient(buildAwsClientConfig(env)).send(
            new DescribeBudgetActionsForBudgetCommand({ AccountId: env.account, BudgetName }),
        );
        return Actions.map(({ ActionId }) => ({
            id: `${env.account}:${ActionId}:${BudgetName}`,
            type: budgetActionType,
        }));
    } catch (error) {
        if (error instanceof NotFoundException) return [];
        throw error;
    }
}

/** What EC2 made: the tags that every resource of a layer has tell it. */
async function listEc2Resources(env: Environment, layer: Project): Promise<DiscoveredResource[]> {
    const Filters = [{ Name: "key", Values: [requiredTagKeys.layer, requiredTagKeys.stack, "Name"] }];
    const resources = new Map<string, { type?: string; tags: Record<string, string | undefined> }>();
    for await (const { Tags = [] } of paginateDescribeTags(
        { client: new EC2Client(buildAwsClientConfig(env)) },
        { Filters },
    )) {
        for (const { ResourceId = "", ResourceType = "", Key = "", Value } of Tags) {
            const { tags } = resources.get(ResourceId) ?? { tags: {} };
            resources.set(ResourceId, { type: typesByEc2ResourceType[ResourceType], tags: { ...tags, [Key]: Value } });
        }
    }
    return [...resources].flatMap(([id, { type, tags }]) =>
        type && hasLayerTags(env, layer, tags) ? [{ id, type, name: tags.Name }] : [],
    );
}
