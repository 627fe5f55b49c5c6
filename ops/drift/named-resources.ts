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
import { buildName, buildNamePattern } from "../../lib/names";
import type { StateResource } from "../pulumi/state";
import type { FoundResource, ListContext, Lister } from "./found-resource";

const buildPrefix = ({ env, layer }: ListContext) => buildNamePattern({ ...env, layer }).replace("*", "");
const filterType = (resources: readonly StateResource[], type: string) =>
    resources.filter((each) => each.type === type);

export const listRoles: Lister = async (context) => {
    const found: FoundResource[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client: context.aws.create(IAMClient) }, {}))
        for (const { RoleName: id = "" } of Roles)
            if (id.startsWith(buildPrefix(context))) found.push({ kind: "IAM role", id });
    return found;
};

/** The policies of the layer's roles. What a budget action attaches is declared with the action. */
export const listRolePolicies: Lister = async ({ aws, resources }) => {
    const client = aws.create(IAMClient);
    const actions = filterType(resources, "aws:budgets/budgetAction:BudgetAction").map(({ inputs }) =>
        JSON.stringify(inputs?.definition),
    );
    const found = filterType(resources, "aws:iam/role:Role").map(async ({ id: RoleName = "" }) => {
        const policies: FoundResource[] = [];
        for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName }))
            policies.push(...PolicyNames.map((name) => ({ kind: "role policy", id: `${RoleName}:${name}` })));
        for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName })) {
            for (const { PolicyArn = "" } of AttachedPolicies)
                if (!actions.some((definition) => definition?.includes(PolicyArn)))
                    policies.push({ kind: `policy attached to role ${RoleName}:`, id: PolicyArn });
        }
        return policies;
    });
    return (await Promise.all(found)).flat();
};

export const listServices: Lister = async (context) => {
    const cluster = buildName({ ...context.env, layer: context.layer }, "cluster");
    const found: FoundResource[] = [];
    try {
        for await (const { serviceArns = [] } of paginateListServices(
            { client: context.aws.create(ECSClient) },
            { cluster },
        ))
            found.push(...serviceArns.map((id) => ({ kind: "ECS service", id })));
    } catch (error) {
        if (!(error instanceof ClusterNotFoundException)) throw error;
    }
    return found;
};

export const listSchedules: Lister = async (context) => {
    const found: FoundResource[] = [];
    const pages = paginateListSchedules(
        { client: context.aws.create(SchedulerClient) },
        { NamePrefix: buildPrefix(context) },
    );
    for await (const { Schedules = [] } of pages)
        found.push(...Schedules.map(({ GroupName, Name }) => ({ kind: "schedule", id: `${GroupName}/${Name}` })));
    return found;
};

export const listLogGroups: Lister = async (context) => {
    const found: FoundResource[] = [];
    const pages = paginateDescribeLogGroups(
        { client: context.aws.create(CloudWatchLogsClient) },
        { logGroupNamePrefix: buildPrefix(context) },
    );
    for await (const { logGroups = [] } of pages)
        found.push(...logGroups.map(({ logGroupName: id = "" }) => ({ kind: "log group", id })));
    return found;
};

/** A deleted secret is not listed. */
export const listSecrets: Lister = async (context) => {
    const found: FoundResource[] = [];
    const pages = paginateListSecrets(
        { client: context.aws.create(SecretsManagerClient) },
        { Filters: [{ Key: "name", Values: [buildPrefix(context)] }] },
    );
    for await (const { SecretList = [] } of pages)
        found.push(...SecretList.map(({ ARN: id = "" }) => ({ kind: "secret", id })));
    return found;
};
