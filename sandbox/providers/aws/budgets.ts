import * as sdk from "@aws-sdk/client-budgets";
import type { budgets } from "@pulumi/aws";
import { same } from "../compare";
import { fromCloud, toCloud } from "./casing";
import { type Aws, aws, orNone } from "./cloud";
import { retag, type Tags, tagList, tagObject } from "./tags";

const client = (cloud: Aws) => cloud.client(sdk.BudgetsClient);

/** A budget and an action are tagged alike. */
const retagAt = (cloud: Aws, ResourceARN: string, now: { tags?: Tags }, old: { tags?: Tags }) =>
    retag(
        old.tags,
        now.tags,
        (ResourceTagKeys) => client(cloud).send(new sdk.UntagResourceCommand({ ResourceARN, ResourceTagKeys })),
        (tags) => client(cloud).send(new sdk.TagResourceCommand({ ResourceARN, ResourceTags: tagList(tags) })),
    );

const budget = aws<budgets.BudgetArgs, budgets.BudgetState>({
    fixed: ["name", "accountId"],
    changeable: [
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
    name: { property: "name", max: 100 },
    defaults: { timePeriodEnd: "2087-06-15_00:00" },
    computed: ["accountId", "timePeriodStart", "costFilters", "costTypes", "limitAmount", "limitUnit"],
    async create(cloud, inputs) {
        const AccountId = inputs.accountId ?? (await cloud.identity()).Account;
        const ResourceTags = tagList(inputs.tags);
        await client(cloud).send(new sdk.CreateBudgetCommand({ AccountId, Budget: asBudget(inputs), ResourceTags }));
        return { id: `${AccountId}:${inputs.name}` };
    },
    async update(cloud, id, inputs, old) {
        const [AccountId, BudgetName] = located(id);
        await client(cloud).send(new sdk.UpdateBudgetCommand({ AccountId, NewBudget: asBudget(inputs) }));
        await retagAt(cloud, arnOf(AccountId, BudgetName), inputs, old);
    },
    async settle(cloud, id, { notifications = [] }) {
        const [AccountId, BudgetName] = located(id);
        const there = await notificationsOf(cloud, AccountId, BudgetName);
        for (const extra of there.filter((one) => !notifications.some((wanted) => same(wanted, one)))) {
            const { Notification } = asNotification(extra);
            await client(cloud).send(new sdk.DeleteNotificationCommand({ AccountId, BudgetName, Notification }));
        }
        for (const missing of notifications.filter((wanted) => !there.some((one) => same(wanted, one)))) {
            await client(cloud).send(
                new sdk.CreateNotificationCommand({ AccountId, BudgetName, ...asNotification(missing) }),
            );
        }
    },
    async read(cloud, id) {
        const [AccountId, BudgetName] = located(id);
        const { Budget } = await client(cloud).send(new sdk.DescribeBudgetCommand({ AccountId, BudgetName }));
        const ResourceARN = arnOf(AccountId, BudgetName);
        const tags = await client(cloud).send(new sdk.ListTagsForResourceCommand({ ResourceARN }));
        return {
            accountId: AccountId,
            arn: ResourceARN,
            name: Budget?.BudgetName,
            budgetType: Budget?.BudgetType,
            limitAmount: Budget?.BudgetLimit?.Amount,
            limitUnit: Budget?.BudgetLimit?.Unit,
            timeUnit: Budget?.TimeUnit,
            timePeriodStart: asText(Budget?.TimePeriod?.Start),
            timePeriodEnd: asText(Budget?.TimePeriod?.End),
            costTypes: fromCloud(Budget?.CostTypes),
            costFilters: Object.entries(Budget?.CostFilters ?? {}).map(([name, values]) => ({ name, values })),
            notifications: await notificationsOf(cloud, AccountId, BudgetName),
            tags: tagObject(tags.ResourceTags),
        };
    },
    async delete(cloud, id) {
        const [AccountId, BudgetName] = located(id);
        await client(cloud).send(new sdk.DeleteBudgetCommand({ AccountId, BudgetName }));
    },
});

/** A budget's id is `account:name`. */
function located(id: string): [string, string] {
    const [account = "", ...name] = id.split(":");
    return [account, name.join(":")];
}

const arnOf = (account: string, name: string) => `arn:aws:budgets::${account}:budget/${name}`;

interface Wanted {
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

function asBudget(inputs: Wanted): sdk.Budget {
    const { limitAmount, limitUnit } = inputs;
    return {
        BudgetName: inputs.name,
        BudgetType: inputs.budgetType as sdk.BudgetType,
        TimeUnit: inputs.timeUnit as sdk.TimeUnit,
        TimePeriod: { Start: asDate(inputs.timePeriodStart), End: asDate(inputs.timePeriodEnd) },
        ...(limitAmount && { BudgetLimit: { Amount: limitAmount, Unit: limitUnit } }),
        ...(inputs.costTypes && { CostTypes: toCloud<sdk.CostTypes>(inputs.costTypes) }),
        CostFilters: Object.fromEntries((inputs.costFilters ?? []).map(({ name, values }) => [name, values])),
    };
}

/** Pulumi writes `2017-01-01_12:00`. */
const asDate = (text: string | undefined) => (text ? new Date(`${text.replace("_", "T")}:00Z`) : undefined);
const asText = (date: Date | undefined) => date?.toISOString().slice(0, 16).replace("T", "_");

interface Notice {
    comparisonOperator: string;
    notificationType: string;
    threshold: number;
    thresholdType: string;
    subscriberEmailAddresses?: string[];
    subscriberSnsTopicArns?: string[];
}

function asNotification({ subscriberEmailAddresses = [], subscriberSnsTopicArns = [], ...notice }: Notice) {
    return {
        Notification: toCloud<sdk.Notification>(notice),
        Subscribers: [
            ...subscriberEmailAddresses.map((Address) => ({ SubscriptionType: "EMAIL" as const, Address })),
            ...subscriberSnsTopicArns.map((Address) => ({ SubscriptionType: "SNS" as const, Address })),
        ],
    };
}

async function notificationsOf(cloud: Aws, AccountId: string, BudgetName: string): Promise<Notice[]> {
    const listed = client(cloud).send(new sdk.DescribeNotificationsForBudgetCommand({ AccountId, BudgetName }));
    const { Notifications = [] } = (await orNone(listed)) ?? {};
    return Promise.all(
        Notifications.map(async (Notification) => {
            const { Subscribers = [] } = await client(cloud).send(
                new sdk.DescribeSubscribersForNotificationCommand({ AccountId, BudgetName, Notification }),
            );
            const of = (type: string) =>
                Subscribers.filter(({ SubscriptionType }) => SubscriptionType === type).map(
                    ({ Address }) => Address ?? "",
                );
            return {
                comparisonOperator: Notification.ComparisonOperator ?? "",
                notificationType: Notification.NotificationType ?? "",
                threshold: Notification.Threshold ?? 0,
                thresholdType: Notification.ThresholdType ?? "PERCENTAGE",
                subscriberEmailAddresses: of("EMAIL"),
                subscriberSnsTopicArns: of("SNS"),
            };
        }),
    );
}

const budgetAction = aws<budgets.BudgetActionArgs, budgets.BudgetActionState>({
    fixed: ["accountId", "actionType", "budgetName"],
    changeable: [
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
        const AccountId = accountId ?? (await cloud.identity()).Account;
        const { ActionId } = await client(cloud).send(
            new sdk.CreateBudgetActionCommand({
                AccountId,
                ActionType: inputs.actionType as sdk.ActionType,
                ...asAction(inputs),
                ResourceTags: tagList(tags),
            }),
        );
        return { id: `${AccountId}:${ActionId}:${inputs.budgetName}` };
    },
    async update(cloud, id, inputs, old) {
        const { AccountId, ActionId, BudgetName } = actionIn(id);
        await client(cloud).send(new sdk.UpdateBudgetActionCommand({ AccountId, ActionId, ...asAction(inputs) }));
        await retagAt(cloud, `${arnOf(AccountId, BudgetName)}/action/${ActionId}`, inputs, old);
    },
    async read(cloud, id) {
        const located = actionIn(id);
        const { Action } = await client(cloud).send(new sdk.DescribeBudgetActionCommand(located));
        const ResourceARN = `${arnOf(located.AccountId, located.BudgetName)}/action/${located.ActionId}`;
        const tags = await client(cloud).send(new sdk.ListTagsForResourceCommand({ ResourceARN }));
        return {
            accountId: located.AccountId,
            arn: ResourceARN,
            actionId: Action?.ActionId,
            actionThreshold: fromCloud(Action?.ActionThreshold),
            actionType: Action?.ActionType,
            approvalModel: Action?.ApprovalModel,
            budgetName: Action?.BudgetName,
            definition: fromCloud(Action?.Definition),
            executionRoleArn: Action?.ExecutionRoleArn,
            notificationType: Action?.NotificationType,
            status: Action?.Status,
            subscribers: fromCloud(Action?.Subscribers),
            tags: tagObject(tags.ResourceTags),
        };
    },
    async delete(cloud, id) {
        await client(cloud).send(new sdk.DeleteBudgetActionCommand(actionIn(id)));
    },
});

/** An action's id is `account:action:budget`. */
function actionIn(id: string): { AccountId: string; ActionId: string; BudgetName: string } {
    const [AccountId = "", ActionId = "", ...budget] = id.split(":");
    return { AccountId, ActionId, BudgetName: budget.join(":") };
}

interface WantedAction {
    budgetName: string;
    notificationType: string;
    approvalModel: string;
    executionRoleArn: string;
    actionThreshold: object;
    definition: object;
    subscribers: object[];
}

/** All that can be changed of an action, with where it is. */
const asAction = (inputs: WantedAction) => ({
    BudgetName: inputs.budgetName,
    NotificationType: inputs.notificationType as sdk.NotificationType,
    ApprovalModel: inputs.approvalModel as sdk.ApprovalModel,
    ExecutionRoleArn: inputs.executionRoleArn,
    ActionThreshold: toCloud<sdk.ActionThreshold>(inputs.actionThreshold),
    Definition: toCloud<sdk.Definition>(inputs.definition),
    Subscribers: toCloud<sdk.Subscriber[]>(inputs.subscribers),
});

export const types = { "budgets/budget:Budget": budget, "budgets/budgetAction:BudgetAction": budgetAction };
