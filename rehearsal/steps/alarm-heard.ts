import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand, PublishCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { awsConfig } from "../../ops/clouds";
import { type Environment, environmentAt } from "../../ops/environment";
import { outputsInBucket } from "../../ops/state";
import { bill } from "../bill";
import { listenTo } from "../listener";
import type { Step } from "../step";

/** USD: more than half of the budget, and less than all of it. */
const half = 13;
const alarm = "13 USD is more than 50 % of the budget";

export const alarmHeard: Step = {
    title: "the alarm is heard, and not without a row of the topic's policy or the key's",
    further: true,
    async play(stage, say) {
        const env = environmentAt(stage.tree, "local");
        const { spendingTopicArn, keyArn } = (await outputsInBucket(env, "core")) as Record<string, string>;
        const topic = spendingTopicArn as string;
        const listener = await listenTo(env, topic);
        /** All that was heard while somebody spent half of a month's budget. */
        const heard = async () => {
            await bill(stage, half);
            // What is told after the alarm: whoever hears it has heard the alarm, or will not.
            const end = randomUUID();
            await new SNSClient(awsConfig(env)).send(new PublishCommand({ TopicArn: topic, Message: end }));
            const messages = await listener.until(end);
            await bill(stage, 0);
            return messages.filter((message) => message !== end);
        };
        try {
            for (const [of, row, policy] of [
                ["topic", "BudgetsSoundsTheAlarm", topicPolicy(env, topic)],
                ["key", "BudgetsEncryptsTheAlarm", keyPolicy(env, keyArn as string)],
            ] as const) {
                const whole = await policy.get();
                await policy.put(without(whole, row));
                try {
                    assert.deepEqual(await heard(), [], `without ${row} the alarm is dropped`);
                    const verdict = await stage.refused(["./devmin", "verify"], say);
                    assert.match(
                        verdict,
                        new RegExp(`the ${of}'s policy does not let Budgets .*, so no alarm arrives`),
                    );
                    await listener.until("A test of devmin local"); // verify's own, which needs no row
                } finally {
                    await policy.put(whole);
                }
            }
            assert.equal((await heard()).filter((message) => message.includes(alarm)).length, 1);
            assert.match(await stage.run(["./devmin", "verify"], say), /holds +the machines that subscribed/);
        } finally {
            await listener.leave();
        }
        return "each row was taken out by hand: no alarm, and verify says which; put back, a machine that subscribed hears it";
    },
};

/** A policy as its administrator reads and writes it. */
interface Policy {
    get(): Promise<string>;
    put(policy: string): Promise<unknown>;
}

function topicPolicy(env: Environment, TopicArn: string): Policy {
    const sns = new SNSClient(awsConfig(env));
    return {
        get: async () => (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.Policy ?? "",
        put: (AttributeValue) =>
            sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue })),
    };
}

function keyPolicy(env: Environment, KeyId: string): Policy {
    const kms = new KMSClient(awsConfig(env));
    return {
        get: async () => (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? "",
        put: (Policy) => kms.send(new PutKeyPolicyCommand({ KeyId, Policy })),
    };
}

/** The policy without one row, which must be there. */
function without(policy: string, row: string): string {
    const { Statement, ...rest } = JSON.parse(policy);
    const left = Statement.filter(({ Sid }: { Sid: string }) => Sid !== row);
    assert.equal(left.length, Statement.length - 1, `the policy has the row ${row}`);
    return JSON.stringify({ ...rest, Statement: left });
}
