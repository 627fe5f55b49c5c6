import { PublishCommand, paginateListSubscriptionsByTopic, SNSClient, type Subscription } from "@aws-sdk/client-sns";
import { NotExercised } from "../answer";
import { type Notice, noticesOf } from "../budget";
import { awsConfig } from "../clouds";
import type { Check } from "./check";

/** The test is a message to whoever subscribed, so it says what it is. */
export const alarm: Check = {
    claim: "the budget sends its notices by mail and to its topic, and the topic takes a message",
    async problems(env, { core }) {
        const notices = await noticesOf(env, core.budget);
        const message = `A test of devmin ${env.stack}: this is how the budget ${core.budget} would be heard of.`;
        const refusal = await new SNSClient(awsConfig(env))
            .send(new PublishCommand({ TopicArn: core.spendingTopicArn, Subject: "devmin: a test", Message: message }))
            .then(() => [])
            .catch((error: Error) => [`the topic takes no message (${error.name}): run pulumi up -C core --refresh`]);
        return [...noticeProblems(notices, core.spendingTopicArn), ...refusal];
    },
};

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
