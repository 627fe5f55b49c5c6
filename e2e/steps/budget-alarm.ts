import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand, PublishCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { buildAwsClientConfig } from "../../ops/clients/aws";
import { type Environment, readEnvironment } from "../../ops/environment";
import { readStackOutputs } from "../../ops/pulumi/state";
import { setMonthlySpend } from "../monthly-spend";
import type { Step } from "../step";
import { subscribeToTopic } from "../topic-subscriber";

/** USD: more than half of the budget, and less than all of it. */
const halfBudget = 13;
const alarmText = "13 USD is more than 50 % of the budget";

export const budgetAlarm: Step = {
    title: "the alarm is heard, and not without a row of the topic's policy or the key's",
    extended: true,
    async run(workspace, log) {
        const env = readEnvironment(workspace.tree, "local");
        const { spendingTopicArn, keyArn } = (await readStackOutputs(env, "core")) as Record<string, string>;
        const topic = spendingTopicArn as string;
        const listener = await subscribeToTopic(env, topic);
        /** All that was heard while somebody spent half of a month's budget. */
        const collectMessages = async () => {
            await setMonthlySpend(workspace, halfBudget);
            // What is told after the alarm: whoever hears it has heard the alarm, or will not.
            const end = randomUUID();
            await new SNSClient(buildAwsClientConfig(env)).send(new PublishCommand({ TopicArn: topic, Message: end }));
            const messages = await listener.waitForMessage(end);
            await setMonthlySpend(workspace, 0);
            return messages.filter((message) => message !== end);
        };
        try {
            for (const [of, row, policy] of [
                ["topic", "AllowBudgetsPublish", accessTopicPolicy(env, topic)],
                ["key", "AllowBudgetsEncrypt", accessKeyPolicy(env, keyArn as string)],
            ] as const) {
                const whole = await policy.get();
                await policy.put(removeStatement(whole, row));
                try {
                    assert.deepEqual(await collectMessages(), [], `without ${row} the alarm is dropped`);
                    const verdict = await workspace.expectRefusal(["./devmin", "verify"], log);
                    assert.match(
                        verdict,
                        new RegExp(`the ${of}'s policy does not allow Budgets .*, so no notification arrives`),
                    );
                    await listener.waitForMessage("A test of devmin local"); // verify's own, which needs no row
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
        return "each row was taken out by hand: no alarm, and verify says which; put back, a machine that subscribed hears it";
    },
};

/** A policy as its administrator reads and writes it. */
interface PolicyAccess {
    get(): Promise<string>;
    put(policy: string): Promise<unknown>;
}

function accessTopicPolicy(env: Environment, TopicArn: string): PolicyAccess {
    const sns = new SNSClient(buildAwsClientConfig(env));
    return {
        get: async () => (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.Policy ?? "",
        put: (AttributeValue) =>
            sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue })),
    };
}

function accessKeyPolicy(env: Environment, KeyId: string): PolicyAccess {
    const kms = new KMSClient(buildAwsClientConfig(env));
    return {
        get: async () => (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? "",
        put: (Policy) => kms.send(new PutKeyPolicyCommand({ KeyId, Policy })),
    };
}

/** The policy without one row, which must be there. */
function removeStatement(policy: string, row: string): string {
    const { Statement, ...rest } = JSON.parse(policy);
    const remaining = Statement.filter(({ Sid }: { Sid: string }) => Sid !== row);
    assert.equal(remaining.length, Statement.length - 1, `the policy has the row ${row}`);
    return JSON.stringify({ ...rest, Statement: remaining });
}
