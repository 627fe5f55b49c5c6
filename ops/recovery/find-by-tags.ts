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
import type { AwsClients } from "../clients/aws";
import type { Environment } from "../environment";
import type { Project } from "../projects";

/** A resource found in the cloud. */
export interface DiscoveredResource {
    id: string;
    /** Its Pulumi type. */
    type: string;
    /** Its tag `Name`, or the name it was created with, if any. */
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

/** A resource that is not found has not been created: EC2 and KMS create and tag in one call, and an action belongs to its budget. */
export const typesFoundByTags: readonly string[] = [
    ...Object.values(typesByEc2ResourceType),
    budgetActionType,
    keyType,
];

/** A layer's AWS resources that have a generated id instead of a name. */
export const listByTags = async (env: Environment, aws: AwsClients, layer: Project): Promise<DiscoveredResource[]> => [
    ...(await listEc2Resources(env, aws, layer)),
    ...(layer === "core" ? [...(await listBudgetActions(env, aws)), ...(await listKeys(env, aws))] : []),
];

/** Whether a resource with these tags is a layer's. */
export const hasLayerTags = (
    env: Pick<Environment, "stack">,
    layer: Project,
    tags: Readonly<Record<string, string | undefined>>,
) => tags[requiredTagKeys.layer] === layer && tags[requiredTagKeys.stack] === env.stack;

/** Core's KMS keys, without those of an earlier core, which AWS deletes only after a waiting period. */
async function listKeys(env: Environment, aws: AwsClients): Promise<DiscoveredResource[]> {
    const client = aws.create(KMSClient);
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

/** A key's tags; none when the key's policy denies the caller, which core's does not. */
async function readKeyTags(client: KMSClient, KeyId: string): Promise<Record<string, string | undefined>> {
    const tags: Tag[] = [];
    try {
        for await (const { Tags = [] } of paginateListResourceTags({ client }, { KeyId })) tags.push(...Tags);
    } catch (error) {
        if ((error as Error).name !== "AccessDeniedException") throw error;
    }
    return Object.fromEntries(tags.map(({ TagKey = "", TagValue }) => [TagKey, TagValue]));
}

/** The actions of core's budget; none when the budget does not exist. */
async function listBudgetActions(env: Environment, aws: AwsClients): Promise<DiscoveredResource[]> {
    const BudgetName = buildCoreName(env, "budget");
    try {
        const { Actions = [] } = await aws
            .create(BudgetsClient)
            .send(new DescribeBudgetActionsForBudgetCommand({ AccountId: env.account, BudgetName }));
        return Actions.map(({ ActionId }) => ({
            id: `${env.account}:${ActionId}:${BudgetName}`,
            type: budgetActionType,
        }));
    } catch (error) {
        if (error instanceof NotFoundException) return [];
        throw error;
    }
}

/** A layer's EC2 resources of the types that a program creates. */
const listEc2Resources = async (env: Environment, aws: AwsClients, layer: Project): Promise<DiscoveredResource[]> =>
    (await listTaggedEc2Resources(env, aws, layer)).flatMap(({ id, resourceType, name }) => {
        const type = typesByEc2ResourceType[resourceType];
        return type ? [{ id, type, name }] : [];
    });

/** Everything in EC2 with the tags that all of a layer's resources have. `resourceType`: EC2's own name, `natgateway`. */
export async function listTaggedEc2Resources(
    env: Pick<Environment, "stack">,
    aws: AwsClients,
    layer: Project,
): Promise<{ id: string; resourceType: string; name?: string }[]> {
    const Filters = [{ Name: "key", Values: [requiredTagKeys.layer, requiredTagKeys.stack, "Name"] }];
    const resources = new Map<string, { resourceType: string; tags: Record<string, string | undefined> }>();
    for await (const { Tags = [] } of paginateDescribeTags({ client: aws.create(EC2Client) }, { Filters })) {
        for (const { ResourceId = "", ResourceType = "", Key = "", Value } of Tags) {
            const { tags } = resources.get(ResourceId) ?? { tags: {} };
            resources.set(ResourceId, { resourceType: ResourceType, tags: { ...tags, [Key]: Value } });
        }
    }
    return [...resources].flatMap(([id, { resourceType, tags }]) =>
        hasLayerTags(env, layer, tags) ? [{ id, resourceType, name: tags.Name }] : [],
    );
}
