import * as sdk from "@aws-sdk/client-budgets";
import type { budgets } from "@pulumi/aws";
import { isEquivalent } from "../is-equivalent";
import { toAwsCase, toPulumiCase } from "./casing";
import { type AwsCloud, defineAwsType, ignoreNotFound } from "./cloud";
import { applyTagChanges, type Tags, toTagList, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.BudgetsClient);

const updateTags = (cloud: AwsCloud, ResourceARN: string, now: { tags?: Tags }, old: { tags?: Tags }) =>
    applyTagChanges(
        old.tags,
        now.tags,
        (ResourceTagKeys) => getClient(cloud).send(new sdk.UntagResourceCommand({ ResourceARN, ResourceTagKeys })),
        (tags) => getClient(cloud).send(new sdk.TagResourceCommand({ ResourceARN, ResourceTags: toTagList(tags) })),
    );

const budget = defineAwsType<budgets.BudgetArgs, budgets.BudgetState>({
    replaceOnChanges: ["name", "accountId"],
    updatable: [
        "budgetType",
        "costFilters",
        "costTypes",
        "limitAmount",
        "limitUnit",
        "notifications",
        "timePeriodStart",
        "timePeriodEnd",
        "timeUnit",
        "tags",
    ],
    autoname: { property: "name", maxLength: 100 },
    defaults: { timePeriodEnd: "2087-06-15_00:00" },
    computed: ["accountId", "timePeriodStart", "costFilters", "costTypes", "limitAmount", "limitUnit"],
    async create(cloud, inputs) {
        const AccountId = inputs.accountId ?? (await cloud.getCallerIdentity()).Account;
        const ResourceTags = toTagList(inputs.tags);
        await getClient(cloud).send(new sdk.CreateBudgetCommand({ AccountId, Budget: toBudget(inputs), ResourceTags }));
        return { id: `${AccountId}:${inputs.name}` };
    },
    async update(cloud, id, inputs, old) {
        const [AccountId, BudgetName] = parseBudgetId(id);
        await getClient(cloud).send(new sdk.UpdateBudgetCommand({ AccountId, NewBudget: toBudget(inputs) }));
        await updateTags(cloud, buildBudgetArn(AccountId, BudgetName), inputs, old);
    },
    async finalize(cloud, id, { notifications = [] }) {
        const [AccountId, BudgetName] = parseBudgetId(id);
        const existing = await listNotifications(cloud, AccountId, BudgetName);
        for (const extra of existing.filter((one) => !notifications.some((wanted) => isEquivalent(wanted, one)))) {
            const { Notification } = toNotification(extra);
            await getClient(cloud).send(new sdk.DeleteNotificationCommand({ AccountId, BudgetName, Notification }));
        }
        for (const missing of notifications.filter((wanted) => !existing.some((one) => isEquivalent(wanted, one)))) {
            await getClient(cloud).send(
                new sdk.CreateNotificationCommand({ AccountId, BudgetName, ...toNotification(missing) }),
            );
        }
    },
    async read(cloud, id) {
        const [AccountId, BudgetName] = parseBudgetId(id);
        const { Budget } = await getClient(cloud).send(new sdk.DescribeBudgetCommand({ AccountId, BudgetName }));
        const ResourceARN = buildBudgetArn(AccountId, BudgetName);
        const tags = await getClient(cloud).send(new sdk.ListTagsForResourceCommand({ ResourceARN }));
        return {
            accountId: AccountId,
            arn: ResourceARN,
            name: Budget?.BudgetName,
            budgetType: Budget?.BudgetType,
            limitAmount: Budget?.BudgetLimit?.Amount,
            limitUnit: Budget?.BudgetLimit?.Unit,
            timeUnit: Budget?.TimeUnit,
            timePeriodStart: formatDate(Budget?.TimePeriod?.Start),
            timePeriodEnd: formatDate(Budget?.TimePeriod?.End),
            costTypes: toPulumiCase(Budget?.CostTypes),
            costFilters: Object.entries(Budget?.CostFilters ?? {}).map(([name, values]) => ({ name, values })),
            notifications: await listNotifications(cloud, AccountId, BudgetName),
            tags: toTagObject(tags.ResourceTags),
        };
    },
    async delete(cloud, id) {
        const [AccountId, BudgetName] = parseBudgetId(id);
        await getClient(cloud).send(new sdk.DeleteBudgetCommand({ AccountId, BudgetName }));
    },
});

/** A budget's id is `account:name`. */
function parseBudgetId(id: string): [string, string] {
    const [account = "", ...name] = id.split(":");
    return [account, name.join(":")];
}

const buildBudgetArn = (account: string, name: string) => `arn:aws:budgets::${account}:budget/${name}`;

interface BudgetInputs {
    name?: string;
    budgetType: string;
    timeUnit: string;
    limitAmount?: string;
    limitUnit?: string;
    timePeriodStart?: string;
    timePeriodEnd?: string;
    costTypes?: object;
    costFilters?: { name: string; values: string[] }[];
}

function toBudget(inputs: BudgetInputs): sdk.Budget {
    const { limitAmount, limitUnit } = inputs;
    return {
        BudgetName: inputs.name,
        BudgetType: inputs.budgetType as sdk.BudgetType,
        TimeUnit: inputs.timeUnit as sdk.TimeUnit,
        TimePeriod: { Start: parseDate(inputs.timePeriodStart), End: parseDate(inputs.timePeriodEnd) },
        ...(limitAmount && { BudgetLimit: { Amount: limitAmount, Unit: limitUnit } }),
        ...(inputs.costTypes && { CostTypes: toAwsCase<sdk.CostTypes>(inputs.costTypes) }),
        CostFilters: Object.fromEntries((inputs.costFilters ?? []).map(({ name, values }) => [name, values])),
    };
}

/** Pulumi writes `2017-01-01_12:00`. */
const parseDate = (text: string | undefined) => (text ? new Date(`${text.replace("_", "T")}:00Z`) : undefined);
const formatDate = (date: Date | undefined) => date?.toISOString().slice(0, 16).replace("T", "_");

interface NotificationInputs {
    comparisonOperator: string;
    notificationType: string;
    threshold: number;
    thresholdType: string;
    subscriberEmailAddresses?: string[];
    subscriberSnsTopicArns?: string[];
}

function toNotification({ subscriberEmailAddresses = [], subscriberSnsTopicArns = [], ...notice }: NotificationInputs) {
    return {
        Notification: toAwsCase<sdk.Notification>(notice),
        Subscribers: [
            ...subscriberEmailAddresses.map((Address) => ({ SubscriptionType: "EMAIL" as const, Address })),
            ...subscriberSnsTopicArns.map((Address) => ({ SubscriptionType: "SNS" as const, Address })),
        ],
    };
}

async function listNotifications(
    cloud: AwsCloud,
    AccountId: string,
    BudgetName: string,
): Promise<NotificationInputs[]> {
    const listed = getClient(cloud).send(new sdk.DescribeNotificationsForBudgetCommand({ AccountId, BudgetName }));
    const { Notifications = [] } = (await ignoreNotFound(listed)) ?? {};
    return Promise.all(
        Notifications.map(async (Notification) => {
            const { Subscribers = [] } = await getClient(cloud).send(
                new sdk.DescribeSubscribersForNotificationCommand({ AccountId, BudgetName, Notification }),
            );
            const listAddresses = (type: string) =>
                Subscribers.filter(({ SubscriptionType }) => SubscriptionType === type).map(
                    ({ Address }) => Address ?? "",
                );
            return {
                comparisonOperator: Notification.ComparisonOperator ?? "",
                notificationType: Notification.NotificationType ?? "",
                threshold: Notification.Threshold ?? 0,
                thresholdType: Notification.ThresholdType ?? "PERCENTAGE",
                subscriberEmailAddresses: listAddresses("EMAIL"),
                subscriberSnsTopicArns: listAddresses("SNS"),
            };
        }),
    );
}

const budgetAction = defineAwsType<budgets.BudgetActionArgs, budgets.BudgetActionState>({
    replaceOnChanges: ["accountId", "actionType", "budgetName"],
    updatable: [
        "actionThreshold",
        "approvalModel",
        "definition",
        "executionRoleArn",
        "notificationType",
        "subscribers",
        "tags",
    ],
    computed: ["accountId"],
    async create(cloud, { accountId, tags, ...inputs }) {
        const AccountId = accountId ?? (await cloud.getCallerIdentity()).Account;
        const { ActionId } = await getClient(cloud).send(
            new sdk.CreateBudgetActionCommand({
                AccountId,
                ActionType: inputs.actionType as sdk.ActionType,
                ...toBudgetAction(inputs),
                ResourceTags: toTagList(tags),
            }),
        );
        return { id: `${AccountId}:${ActionId}:${inputs.budgetName}` };
    },
    async update(cloud, id, inputs, old) {
        const { AccountId, ActionId, BudgetName } = parseActionId(id);
        await getClient(cloud).send(
            new sdk.UpdateBudgetActionCommand({ AccountId, ActionId, ...toBudgetAction(inputs) }),
        );
        await updateTags(cloud, `${buildBudgetArn(AccountId, BudgetName)}/action/${ActionId}`, inputs, old);
    },
    async read(cloud, id) {
        const located = parseActionId(id);
        const { Action } = await getClient(cloud).send(new sdk.DescribeBudgetActionCommand(located));
        const ResourceARN = `${buildBudgetArn(located.AccountId, located.BudgetName)}/action/${located.ActionId}`;
        const tags = await getClient(cloud).send(new sdk.ListTagsForResourceCommand({ ResourceARN }));
        return {
            accountId: located.AccountId,
            arn: ResourceARN,
            actionId: Action?.ActionId,
            actionThreshold: toPulumiCase(Action?.ActionThreshold),
            actionType: Action?.ActionType,
            approvalModel: Action?.ApprovalModel,
            budgetName: Action?.BudgetName,
            definition: toPulumiCase(Action?.Definition),
            executionRoleArn: Action?.ExecutionRoleArn,
            notificationType: Action?.NotificationType,
            status: Action?.Status,
            subscribers: toPulumiCase(Action?.Subscribers),
            tags: toTagObject(tags.ResourceTags),
        };
    },
    async delete(cloud, id) {
        await getClient(cloud).send(new sdk.DeleteBudgetActionCommand(parseActionId(id)));
    },
});

/** An action's id is `account:action:budget`. */
function parseActionId(id: string): { AccountId: string; ActionId: string; BudgetName: string } {
    const [AccountId = "", ActionId = "", ...budget] = id.split(":");
    return { AccountId, ActionId, BudgetName: budget.join(":") };
}

interface BudgetActionInputs {
    budgetName: string;
    notificationType: string;
    approvalModel: string;
    executionRoleArn: string;
    actionThreshold: object;
    definition: object;
    subscribers: object[];
}

/** An action's ids, and everything about it that can change. */
const toBudgetAction = (inputs: BudgetActionInputs) => ({
    BudgetName: inputs.budgetName,
    NotificationType: inputs.notificationType as sdk.NotificationType,
    ApprovalModel: inputs.approvalModel as sdk.ApprovalModel,
    ExecutionRoleArn: inputs.executionRoleArn,
    ActionThreshold: toAwsCase<sdk.ActionThreshold>(inputs.actionThreshold),
    Definition: toAwsCase<sdk.Definition>(inputs.definition),
    Subscribers: toAwsCase<sdk.Subscriber[]>(inputs.subscribers),
});

export const types = { "budgets/budget:Budget": budget, "budgets/budgetAction:BudgetAction": budgetAction };
