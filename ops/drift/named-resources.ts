import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { ClusterNotFoundException, ECSClient, paginateListServices } from "@aws-sdk/client-ecs";
import {
    IAMClient,
    paginateListAttachedRolePolicies,
    paginateListRolePolicies,
    paginateListRoles,
} from "@aws-sdk/client-iam";
import { paginateListSchedules, SchedulerClient } from "@aws-sdk/client-scheduler";
import { paginateListSecrets, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { buildName, buildNamePrefix } from "../../lib/names";
import type { StateResource } from "../pulumi/state";
import { type ListContext, type Lister, listFromPages } from "./found-resource";

const buildPrefix = ({ env, layer }: ListContext) => buildNamePrefix({ ...env, layer });
const filterType = (resources: readonly StateResource[], type: string) =>
    resources.filter((each) => each.type === type);

export const listRoles: Lister = (context) =>
    listFromPages(paginateListRoles({ client: context.aws.create(IAMClient) }, {}), ({ Roles = [] }) =>
        Roles.map(({ RoleName: id = "" }) => ({ kind: "IAM role", id })).filter(({ id }) =>
            id.startsWith(buildPrefix(context)),
        ),
    );

/** The policies of the layer's roles. What a budget action attaches is declared with the action. */
export const listRolePolicies: Lister = async ({ aws, resources }) => {
    const client = aws.create(IAMClient);
    const declared = filterType(resources, "aws:budgets/budgetAction:BudgetAction").map(
        ({ inputs }) => (inputs as Partial<BudgetActionInputs> | undefined)?.definition?.iamActionDefinition?.policyArn,
    );
    const found = filterType(resources, "aws:iam/role:Role").map(async ({ id: RoleName = "" }) => [
        ...(await listFromPages(paginateListRolePolicies({ client }, { RoleName }), ({ PolicyNames = [] }) =>
            PolicyNames.map((name) => ({ kind: "role policy", id: `${RoleName}:${name}` })),
        )),
        ...(await listFromPages(
            paginateListAttachedRolePolicies({ client }, { RoleName }),
            ({ AttachedPolicies = [] }) =>
                AttachedPolicies.filter(({ PolicyArn }) => !declared.includes(PolicyArn)).map(
                    ({ PolicyArn: id = "" }) => ({ kind: `policy attached to role ${RoleName}:`, id }),
                ),
        )),
    ]);
    return (await Promise.all(found)).flat();
};

/** The part of a budget action that is read here. */
interface BudgetActionInputs {
    definition: { iamActionDefinition?: { policyArn: string } };
}

/** None while the cluster does not exist. */
export const listServices: Lister = ({ env, layer, aws }) => {
    const cluster = buildName({ ...env, layer }, "cluster");
    return listFromPages(paginateListServices({ client: aws.create(ECSClient) }, { cluster }), ({ serviceArns = [] }) =>
        serviceArns.map((id) => ({ kind: "ECS service", id })),
    ).catch((error) => {
        if (error instanceof ClusterNotFoundException) return [];
        throw error;
    });
};

export const listSchedules: Lister = (context) =>
    listFromPages(
        paginateListSchedules({ client: context.aws.create(SchedulerClient) }, { NamePrefix: buildPrefix(context) }),
        ({ Schedules = [] }) =>
            Schedules.map(({ GroupName, Name }) => ({ kind: "schedule", id: `${GroupName}/${Name}` })),
    );

export const listLogGroups: Lister = (context) =>
    listFromPages(
        paginateDescribeLogGroups(
            { client: context.aws.create(CloudWatchLogsClient) },
            { logGroupNamePrefix: buildPrefix(context) },
        ),
        ({ logGroups = [] }) => logGroups.map(({ logGroupName: id = "" }) => ({ kind: "log group", id })),
    );

/** A deleted secret is not listed. */
export const listSecrets: Lister = (context) =>
    listFromPages(
        paginateListSecrets(
            { client: context.aws.create(SecretsManagerClient) },
            { Filters: [{ Key: "name", Values: [buildPrefix(context)] }] },
        ),
        ({ SecretList = [] }) => SecretList.map(({ ARN: id = "" }) => ({ kind: "secret", id })),
    );
