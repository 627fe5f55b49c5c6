import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand, PublishCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import type { AwsClients } from "../../ops/clients/aws";
import { readStackOutputs } from "../../ops/pulumi/state";
import { setMonthlySpend } from "../monthly-spend";
import type { Step } from "../step";
import { subscribeToTopic } from "../topic-subscriber";

/** USD: more than half of the budget, and less than all of it. */
const halfBudget = 13;
const alarmText = "13 USD is more than 50 % of the budget";

export const budgetAlarm: Step = {
    title: "the budget alarm arrives only if the topic and key policies allow it",
    extended: true,
    async run(workspace, log) {
        const { env, aws } = workspace.connect();
        const { spendingTopicArn, keyArn } = (await readStackOutputs(env, aws, "core")) as Record<string, string>;
        const topic = spendingTopicArn as string;
        const listener = await subscribeToTopic(aws, topic);
        /** The messages that arrive when half of the month's budget is spent. */
        const collectMessages = async () => {
            await setMonthlySpend(workspace, halfBudget);
            // Sent after the alarm: whoever receives it has received the alarm, or never will.
            const end = randomUUID();
            await aws.create(SNSClient).send(new PublishCommand({ TopicArn: topic, Message: end }));
            const messages = await listener.waitForMessage(end);
            await setMonthlySpend(workspace, 0);
            return messages.filter((message) => message !== end);
        };
        try {
            for (const [of, row, policy] of [
                ["topic", "AllowBudgetsPublish", accessTopicPolicy(aws, topic)],
                ["key", "AllowBudgetsEncrypt", accessKeyPolicy(aws, keyArn as string)],
            ] as const) {
                const whole = await policy.get();
                await policy.put(removeStatement(whole, row));
                try {
                    assert.deepEqual(await collectMessages(), [], `without ${row} no alarm arrives`);
                    const verdict = await workspace.expectRefusal(["./devmin", "verify", "--test-alarm"], log);
                    assert.match(
                        verdict,
                        new RegExp(`the ${of}'s policy does not allow Budgets .*, so no notification arrives`),
                    );
                    await listener.waitForMessage("A test of devmin local"); // the test message, which does not need the statement
                } finally {
                    await policy.put(whole);
                }
            }
            assert.equal((await collectMessages()).filter((message) => message.includes(alarmText)).length, 1);
            assert.match(
                await workspace.run(["./devmin", "verify"], log),
                /pass +every subscription to the budget's topic is confirmed/,
            );
        } finally {
            await listener.unsubscribe();
        }
        return "without each policy statement no alarm arrives, and verify names the policy; with both, a subscriber receives it";
    },
};

interface PolicyAccess {
    get(): Promise<string>;
    put(policy: string): Promise<unknown>;
}

function accessTopicPolicy(aws: AwsClients, TopicArn: string): PolicyAccess {
    const sns = aws.create(SNSClient);
    return {
        get: async () => (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.Policy ?? "",
        put: (AttributeValue) =>
            sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue })),
    };
}

function accessKeyPolicy(aws: AwsClients, KeyId: string): PolicyAccess {
    const kms = aws.create(KMSClient);
    return {
        get: async () => (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? "",
        put: (Policy) => kms.send(new PutKeyPolicyCommand({ KeyId, Policy })),
    };
}

/** The policy without one statement, which must be there. */
function removeStatement(policy: string, row: string): string {
    const { Statement, ...rest } = JSON.parse(policy);
    const remaining = Statement.filter(({ Sid }: { Sid: string }) => Sid !== row);
    assert.equal(remaining.length, Statement.length - 1, `the policy has the statement ${row}`);
    return JSON.stringify({ ...rest, Statement: remaining });
}
