import { BudgetsClient, DescribeBudgetActionsForBudgetCommand, NotFoundException } from "@aws-sdk/client-budgets";
import { EC2Client, paginateDescribeTags } from "@aws-sdk/client-ec2";
import {
    DescribeKeyCommand,
    KMSClient,
    paginateListKeys,
    paginateListResourceTags,
    type Tag,
} from "@aws-sdk/client-kms";
import { nameInCore } from "../lib/names";
import { requiredTags } from "../policy-pack/catalogue/tags";
import { awsConfig } from "./clouds";
import type { Environment } from "./environment";
import type { Project } from "./pulumi";

/** Something in the cloud that says whose it is. */
export interface Tagged {
    id: string;
    /** Its Pulumi type. */
    type: string;
    /** Its tag `Name`, or the name it was made under, where it has one. */
    name?: string;
}

const types: Record<string, string> = {
    vpc: "aws:ec2/vpc:Vpc",
    subnet: "aws:ec2/subnet:Subnet",
    "internet-gateway": "aws:ec2/internetGateway:InternetGateway",
    "route-table": "aws:ec2/routeTable:RouteTable",
    "security-group": "aws:ec2/securityGroup:SecurityGroup",
    "vpc-endpoint": "aws:ec2/vpcEndpoint:VpcEndpoint",
};

const budgetAction = "aws:budgets/budgetAction:BudgetAction";
const key = "aws:kms/key:Key";

/** What nothing tells of has not been made: EC2 and KMS make and tag in one, and an action is one of its budget. */
export const toldByTags: readonly string[] = [...Object.values(types), budgetAction, key];

/** What AWS made for a layer and gave an id of its own, by which no name finds it. */
export const taggedFor = async (env: Environment, layer: Project): Promise<Tagged[]> => [
    ...(await networksOf(env, layer)),
    ...(layer === "core" ? [...(await actionsOf(env)), ...(await keysOf(env))] : []),
];

const isOf = (env: Environment, layer: Project, tags: Record<string, string | undefined>) =>
    tags[requiredTags.layer] === layer && tags[requiredTags.stack] === env.stack;

/** Core's keys, without those of an earlier core, which AWS deletes only after its waiting period. */
async function keysOf(env: Environment): Promise<Tagged[]> {
    const client = new KMSClient(awsConfig(env));
    const found: Tagged[] = [];
    for await (const { Keys = [] } of paginateListKeys({ client }, {})) {
        for (const { KeyId: id = "" } of Keys) {
            if (!isOf(env, "core", await tagsOfKey(client, id))) continue;
            const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: id }));
            if (KeyMetadata?.KeyState !== "PendingDeletion") found.push({ id, type: key });
        }
    }
    return found;
}

/** A key's tags; none of a key that its policy keeps from the account's administrator, as core's does not. */
async function tagsOfKey(client: KMSClient, KeyId: string): Promise<Record<string, string | undefined>> {
    const tags: Tag[] = [];
    try {
        for await (const { Tags = [] } of paginateListResourceTags({ client }, { KeyId })) tags.push(...Tags);
    } catch (error) {
        if ((error as Error).name !== "AccessDeniedException") throw error;
    }
    return Object.fromEntries(tags.map(({ TagKey = "", TagValue }) => [TagKey, TagValue]));
}

/** The actions of core's budget; none where that is not there. */
async function actionsOf(env: Environment): Promise<Tagged[]> {
    const BudgetName = nameInCore(env, "budget");
    try {
        const { Actions = [] } = await new BudgetsClient(awsConfig(env)).send(
            new DescribeBudgetActionsForBudgetCommand({ AccountId: env.account, BudgetName }),
        );
        return Actions.map(({ ActionId }) => ({ id: `${env.account}:${ActionId}:${BudgetName}`, type: budgetAction }));
    } catch (error) {
        if (error instanceof NotFoundException) return [];
        throw error;
    }
}

/** What EC2 made: the tags that every resource of a layer has tell it. */
async function networksOf(env: Environment, layer: Project): Promise<Tagged[]> {
    const Filters = [{ Name: "key", Values: [requiredTags.layer, requiredTags.stack, "Name"] }];
    const found = new Map<string, { type?: string; tags: Record<string, string | undefined> }>();
    for await (const { Tags = [] } of paginateDescribeTags({ client: new EC2Client(awsConfig(env)) }, { Filters })) {
        for (const { ResourceId = "", ResourceType = "", Key = "", Value } of Tags) {
            const { tags } = found.get(ResourceId) ?? { tags: {} };
            found.set(ResourceId, { type: types[ResourceType], tags: { ...tags, [Key]: Value } });
        }
    }
    return [...found].flatMap(([id, { type, tags }]) =>
        type && isOf(env, layer, tags) ? [{ id, type, name: tags.Name }] : [],
    );
}
