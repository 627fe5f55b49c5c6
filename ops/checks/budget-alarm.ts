import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    GetTopicAttributesCommand,
    PublishCommand,
    paginateListSubscriptionsByTopic,
    SNSClient,
    type Subscription,
} from "@aws-sdk/client-sns";
import { type BudgetNotification, listBudgetNotifications } from "../budget";
import { buildAwsClientConfig } from "../clients/aws";
import type { Check } from "./check";
import { SkippedError } from "./status";

/** The test is a message to whoever subscribed, so it says what it is. */
export const budgetAlarmCheck: Check = {
    claim: "the budget sends its notices by mail and to its topic, which takes them and a message",
    async findProblems(env, { core }) {
        const notifications = await listBudgetNotifications(env, core.budget);
        const message = `A test of devmin ${env.stack}: this is how the budget ${core.budget} would be heard of.`;
        const sns = new SNSClient(buildAwsClientConfig(env));
        const publishProblems = await sns
            .send(new PublishCommand({ TopicArn: core.spendingTopicArn, Subject: "devmin: a test", Message: message }))
            .then(() => [])
            .catch((error: Error) => [`the topic takes no message (${error.name}): run pulumi up -C core --refresh`]);
        const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: core.spendingTopicArn }));
        const key = await new KMSClient(buildAwsClientConfig(env)).send(
            new GetKeyPolicyCommand({ KeyId: core.keyArn }),
        );
        return [
            ...findNotificationProblems(notifications, core.spendingTopicArn),
            ...publishProblems,
            ...findBudgetsPermissionProblems({ topic: Attributes?.Policy, key: key.Policy }),
        ];
    },
};

/** What Budgets does with the topic and with the key it is encrypted under. */
const budgetsActions = { topic: ["sns:Publish"], key: ["kms:GenerateDataKey", "kms:Decrypt"] };

/** What the two policies, as JSON, do not let Budgets do. Budgets says so to nobody, and the alarm is dropped. */
export function findBudgetsPermissionProblems(
    policies: Record<keyof typeof budgetsActions, string | undefined>,
): string[] {
    return (["topic", "key"] as const).flatMap((policyName) => {
        const missing = budgetsActions[policyName].filter(
            (action) => !isAllowedForBudgets(JSON.parse(policies[policyName] ?? "{}"), action),
        );
        return missing.length
            ? [
                  `the ${policyName}'s policy does not let Budgets ${missing.join(" and ")}, so no alarm arrives: run pulumi up -C core --refresh`,
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

/** An alarm that nobody hears is none, but whether a machine should hear it is the owner's affair. */
export const subscriptionsCheck: Check = {
    claim: "the machines that subscribed to the budget's topic hear it",
    async findProblems(env, { core }) {
        const client = new SNSClient(buildAwsClientConfig(env));
        const subscriptions: Subscription[] = [];
        const listed = paginateListSubscriptionsByTopic({ client }, { TopicArn: core.spendingTopicArn });
        for await (const { Subscriptions = [] } of listed) subscriptions.push(...Subscriptions);
        return findSubscriptionProblems(subscriptions, core.spendingTopicArn);
    },
};

/** What is wrong with the notices of a budget that is meant to mail somebody and to tell a topic. */
export function findNotificationProblems(notifications: readonly BudgetNotification[], topicArn: string): string[] {
    if (notifications.length === 0) return ["the budget has no notice left: run pulumi up -C core --refresh"];
    return notifications.flatMap(({ notification, subscribers }) => {
        const label = `the notice at ${notification.Threshold} % ${notification.NotificationType?.toLowerCase()}`;
        const listSubscribers = (type: string) =>
            subscribers.filter(({ SubscriptionType }) => SubscriptionType === type);
        return [
            listSubscribers("EMAIL").length ? "" : `${label} is mailed to nobody: run pulumi up -C core --refresh`,
            listSubscribers("SNS").some(({ Address }) => Address === topicArn)
                ? ""
                : `${label} does not go to the topic: run pulumi up -C core --refresh`,
        ].filter(Boolean);
    });
}

/** SNS has no ARN for a subscription before whoever subscribed has confirmed it. */
export function findSubscriptionProblems(subscriptions: readonly Subscription[], topicArn: string): string[] {
    if (subscriptions.length === 0)
        throw new SkippedError(`nobody has subscribed to ${topicArn}; the mails go out without`);
    return subscriptions
        .filter(({ SubscriptionArn }) => !SubscriptionArn?.startsWith("arn:"))
        .map(
            ({ Protocol, Endpoint }) => `subscription not confirmed: ${Protocol} ${Endpoint} hears nothing until it is`,
        );
}
