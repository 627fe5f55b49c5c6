import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    GetTopicAttributesCommand,
    PublishCommand,
    paginateListSubscriptionsByTopic,
    SNSClient,
    type Subscription,
} from "@aws-sdk/client-sns";
import { type BudgetNotification, listBudgetNotifications } from "../budget";
import type { Environment } from "../environment";
import type { EnvironmentOutputs } from "../layer-outputs";
import type { Check } from "./check";
import { SkippedError } from "./status";

/** With `testAlarm` it publishes a test message, which says that it is one because every subscriber receives it. */
export const budgetAlarmCheck: Check = {
    claim: "the budget notifies by mail and through its topic, which accepts the notifications",
    layers: ["core"],
    async findProblems(env, { core }, { aws, testAlarm }) {
        const notifications = await listBudgetNotifications(env, aws, core.budget);
        const sns = aws.create(SNSClient);
        const publishProblems = testAlarm ? await publishTestMessage(sns, env, core) : [];
        const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: core.spendingTopicArn }));
        const key = await aws.create(KMSClient).send(new GetKeyPolicyCommand({ KeyId: core.keyArn }));
        return [
            ...findNotificationProblems(notifications, core.spendingTopicArn),
            ...publishProblems,
            ...findBudgetsPermissionProblems({ topic: Attributes?.Policy, key: key.Policy }),
        ];
    },
};

async function publishTestMessage(
    sns: SNSClient,
    { stack }: Environment,
    { budget, spendingTopicArn: TopicArn }: Pick<EnvironmentOutputs["core"], "budget" | "spendingTopicArn">,
): Promise<string[]> {
    const Message = `A test of devmin ${stack}: notifications of the budget ${budget} arrive like this.`;
    return sns.send(new PublishCommand({ TopicArn, Subject: "devmin: a test", Message })).then(
        () => [],
        (error: Error) => [`the topic does not accept a message (${error.name}): run pulumi up -C core --refresh`],
    );
}

/** What Budgets does with the topic and with its encryption key. */
const budgetsActions = { topic: ["sns:Publish"], key: ["kms:GenerateDataKey", "kms:Decrypt"] };

/** What the two policies, as JSON, do not allow Budgets. Budgets reports that to nobody, and drops the notification. */
export function findBudgetsPermissionProblems(
    policies: Record<keyof typeof budgetsActions, string | undefined>,
): string[] {
    return (["topic", "key"] as const).flatMap((policyName) => {
        const missing = budgetsActions[policyName].filter(
            (action) => !isAllowedForBudgets(JSON.parse(policies[policyName] ?? "{}"), action),
        );
        return missing.length
            ? [
                  `the ${policyName}'s policy does not allow Budgets ${missing.join(" and ")}, so no notification arrives: run pulumi up -C core --refresh`,
              ]
            : [];
    });
}

interface PolicyDocument {
    Statement?: { Effect?: string; Principal?: { Service?: string | string[] }; Action?: string | string[] }[];
}

const isAllowedForBudgets = ({ Statement = [] }: PolicyDocument, action: string): boolean =>
    Statement.some(
        ({ Effect, Principal, Action = [] }) =>
            Effect === "Allow" &&
            [Principal?.Service].flat().includes("budgets.amazonaws.com") &&
            [Action].flat().some((each) => new RegExp(`^${each.replaceAll("*", ".*")}$`, "i").test(action)),
    );

/** Whether machines subscribe is the owner's decision, but a subscription that is not confirmed receives nothing. */
export const subscriptionsCheck: Check = {
    claim: "every subscription to the budget's topic is confirmed",
    layers: ["core"],
    async findProblems(_env, { core }, { aws }) {
        const client = aws.create(SNSClient);
        const subscriptions: Subscription[] = [];
        const listed = paginateListSubscriptionsByTopic({ client }, { TopicArn: core.spendingTopicArn });
        for await (const { Subscriptions = [] } of listed) subscriptions.push(...Subscriptions);
        return findSubscriptionProblems(subscriptions, core.spendingTopicArn);
    },
};

/** What is wrong with the notifications of a budget that must reach an e-mail address and a topic. */
export function findNotificationProblems(notifications: readonly BudgetNotification[], topicArn: string): string[] {
    if (notifications.length === 0) return ["the budget has no notification: run pulumi up -C core --refresh"];
    return notifications.flatMap(({ notification, subscribers }) => {
        const label = `the notification at ${notification.Threshold} % ${notification.NotificationType?.toLowerCase()}`;
        const listSubscribers = (type: string) =>
            subscribers.filter(({ SubscriptionType }) => SubscriptionType === type);
        return [
            listSubscribers("EMAIL").length ? "" : `${label} has no e-mail subscriber: run pulumi up -C core --refresh`,
            listSubscribers("SNS").some(({ Address }) => Address === topicArn)
                ? ""
                : `${label} does not go to the topic: run pulumi up -C core --refresh`,
        ].filter(Boolean);
    });
}

/** SNS gives a subscription an ARN only once the subscriber has confirmed it. */
export function findSubscriptionProblems(subscriptions: readonly Subscription[], topicArn: string): string[] {
    if (subscriptions.length === 0)
        throw new SkippedError(`${topicArn} has no subscription; notifications go out by mail only`);
    return subscriptions
        .filter(({ SubscriptionArn }) => !SubscriptionArn?.startsWith("arn:"))
        .map(
            ({ Protocol, Endpoint }) =>
                `subscription not confirmed: ${Protocol} ${Endpoint} receives nothing until it is`,
        );
}
