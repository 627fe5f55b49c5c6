import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    GetTopicAttributesCommand,
    PublishCommand,
    paginateListSubscriptionsByTopic,
    SNSClient,
    type Subscription,
} from "@aws-sdk/client-sns";
import { NotExercised } from "../answer";
import { type Notice, noticesOf } from "../budget";
import { awsConfig } from "../clouds";
import type { Check } from "./check";

/** The test is a message to whoever subscribed, so it says what it is. */
export const alarm: Check = {
    claim: "the budget sends its notices by mail and to its topic, which takes them and a message",
    async problems(env, { core }) {
        const notices = await noticesOf(env, core.budget);
        const message = `A test of devmin ${env.stack}: this is how the budget ${core.budget} would be heard of.`;
        const sns = new SNSClient(awsConfig(env));
        const refusal = await sns
            .send(new PublishCommand({ TopicArn: core.spendingTopicArn, Subject: "devmin: a test", Message: message }))
            .then(() => [])
            .catch((error: Error) => [`the topic takes no message (${error.name}): run pulumi up -C core --refresh`]);
        const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: core.spendingTopicArn }));
        const key = await new KMSClient(awsConfig(env)).send(new GetKeyPolicyCommand({ KeyId: core.keyArn }));
        return [
            ...noticeProblems(notices, core.spendingTopicArn),
            ...refusal,
            ...budgetsProblems({ topic: Attributes?.Policy, key: key.Policy }),
        ];
    },
};

/** What Budgets does with the topic and with the key it is encrypted under. */
const budgetsNeeds = { topic: ["sns:Publish"], key: ["kms:GenerateDataKey", "kms:Decrypt"] };

/** What the two policies, as JSON, do not let Budgets do. Budgets says so to nobody, and the alarm is dropped. */
export function budgetsProblems(policies: Record<keyof typeof budgetsNeeds, string | undefined>): string[] {
    return (["topic", "key"] as const).flatMap((of) => {
        const missing = budgetsNeeds[of].filter((action) => !letsBudgets(JSON.parse(policies[of] ?? "{}"), action));
        return missing.length
            ? [
                  `the ${of}'s policy does not let Budgets ${missing.join(" and ")}, so no alarm arrives: run pulumi up -C core --refresh`,
              ]
            : [];
    });
}

interface Policy {
    Statement?: { Effect?: string; Principal?: { Service?: string | string[] }; Action?: string | string[] }[];
}

const letsBudgets = ({ Statement = [] }: Policy, action: string): boolean =>
    Statement.some(
        ({ Effect, Principal, Action = [] }) =>
            Effect === "Allow" &&
            [Principal?.Service].flat().includes("budgets.amazonaws.com") &&
            [Action].flat().some((each) => new RegExp(`^${each.replaceAll("*", ".*")}$`, "i").test(action)),
    );

/** An alarm that nobody hears is none, but whether a machine should hear it is the owner's affair. */
export const listeners: Check = {
    claim: "the machines that subscribed to the budget's topic hear it",
    async problems(env, { core }) {
        const client = new SNSClient(awsConfig(env));
        const subscriptions: Subscription[] = [];
        const listed = paginateListSubscriptionsByTopic({ client }, { TopicArn: core.spendingTopicArn });
        for await (const { Subscriptions = [] } of listed) subscriptions.push(...Subscriptions);
        return subscriptionProblems(subscriptions, core.spendingTopicArn);
    },
};

/** What is wrong with the notices of a budget that is meant to mail somebody and to tell a topic. */
export function noticeProblems(notices: readonly Notice[], topicArn: string): string[] {
    if (notices.length === 0) return ["the budget has no notice left: run pulumi up -C core --refresh"];
    return notices.flatMap(({ notification, subscribers }) => {
        const what = `the notice at ${notification.Threshold} % ${notification.NotificationType?.toLowerCase()}`;
        const to = (type: string) => subscribers.filter(({ SubscriptionType }) => SubscriptionType === type);
        return [
            to("EMAIL").length ? "" : `${what} is mailed to nobody: run pulumi up -C core --refresh`,
            to("SNS").some(({ Address }) => Address === topicArn)
                ? ""
                : `${what} does not go to the topic: run pulumi up -C core --refresh`,
        ].filter(Boolean);
    });
}

/** SNS has no ARN for a subscription before whoever subscribed has confirmed it. */
export function subscriptionProblems(subscriptions: readonly Subscription[], topicArn: string): string[] {
    if (subscriptions.length === 0)
        throw new NotExercised(`nobody has subscribed to ${topicArn}; the mails go out without`);
    return subscriptions
        .filter(({ SubscriptionArn }) => !SubscriptionArn?.startsWith("arn:"))
        .map(
            ({ Protocol, Endpoint }) => `subscription not confirmed: ${Protocol} ${Endpoint} hears nothing until it is`,
        );
}
