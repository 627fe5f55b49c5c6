import { BudgetsClient, DescribeBudgetActionsForBudgetCommand, NotFoundException } from "@aws-sdk/client-budgets";
import { EC2Client, paginateDescribeTags } from "@aws-sdk/client-ec2";
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

/** What nothing tells of has not been made: EC2 makes and tags in one, and an action is one of its budget. */
export const toldByTags: readonly string[] = [...Object.values(types), budgetAction];

/** What AWS made for a layer and gave an id of its own, by which no name finds it. */
export const taggedFor = async (env: Environment, layer: Project): Promise<Tagged[]> => [
    ...(await networksOf(env, layer)),
    ...(layer === "core" ? await actionsOf(env) : []),
];

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
        type && tags[requiredTags.layer] === layer && tags[requiredTags.stack] === env.stack
            ? [{ id, type, name: tags.Name }]
            : [],
    );
}
