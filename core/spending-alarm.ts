import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place } from "../lib/names";
import type { EncryptionKey } from "./encryption-key";
import { spendingTopicArnOf, topicPolicy } from "./service-rights";

export interface SpendingAlarmArgs {
    place: Place;
    /** The topic is encrypted under it. */
    key: EncryptionKey;
    /** USD a month. */
    monthlyBudget: number;
    alertEmail: string;
}

/** Mails, and tells machines, at these parts of the monthly budget: spent, or foreseen to be spent. */
export const notices = [
    { notificationType: "ACTUAL", threshold: 50 },
    { notificationType: "ACTUAL", threshold: 80 },
    { notificationType: "ACTUAL", threshold: 100 },
    { notificationType: "FORECASTED", threshold: 100 },
];

/** The account's monthly budget. A smoke alarm, not a stop: its data are 8 to 24 hours late and know nothing of Confluent. */
export class SpendingAlarm extends pulumi.ComponentResource {
    readonly budgetName: pulumi.Output<string>;
    /** Where machines hear of it; whoever wants to subscribes. People get mail from the budget itself, which nobody has to confirm. */
    readonly topicArn: pulumi.Output<string>;

    constructor(
        name: string,
        { place, key, monthlyBudget, alertEmail }: SpendingAlarmArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:core:SpendingAlarm", name, {}, opts);
        const topic = new aws.sns.Topic(
            name,
            { name: nameIn(place, "spending"), kmsMasterKeyId: key.aliasArn },
            { parent: this, dependsOn: key.alias },
        );
        const policy = new aws.sns.TopicPolicy(
            name,
            { arn: topic.arn, policy: JSON.stringify(topicPolicy(place, spendingTopicArnOf(place))) },
            { parent: this },
        );
        const budget = new aws.budgets.Budget(
            name,
            {
                name: nameIn(place, "budget"),
                budgetType: "COST",
                timeUnit: "MONTHLY",
                limitAmount: monthlyBudget.toFixed(1),
                limitUnit: "USD",
                notifications: notices.map((notice) => ({
                    ...notice,
                    comparisonOperator: "GREATER_THAN",
                    thresholdType: "PERCENTAGE",
                    subscriberEmailAddresses: [alertEmail],
                    subscriberSnsTopicArns: [spendingTopicArnOf(place)],
                })),
            },
            // Budgets refuses a topic that does not let it in.
            { parent: this, dependsOn: policy },
        );
        this.budgetName = budget.name;
        this.topicArn = topic.arn;
        this.registerOutputs({ budgetName: this.budgetName, topicArn: this.topicArn });
    }
}
