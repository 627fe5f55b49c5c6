import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";
import { requiredTagKeys } from "../policy-pack/catalogue/tags";
import type { EncryptionKey } from "./encryption-key";
import { buildTopicPolicy, getSpendingTopicArn } from "./iam/service-principals";

export interface SpendingAlarmArgs {
    scope: NamingScope;
    /** Encrypts the topic. */
    key: EncryptionKey;
    /** USD a month. */
    monthlyBudget: number;
    /** What counts: everything in the account, or what has the environment's tag. */
    budgetFilter: "account" | "environment";
    alertEmail: string;
}

/** Percentages of the monthly budget, actual or forecast, at which Budgets sends mail and publishes to the topic. */
export const budgetNotifications = [
    { notificationType: "ACTUAL", threshold: 50 },
    { notificationType: "ACTUAL", threshold: 80 },
    { notificationType: "ACTUAL", threshold: 100 },
    { notificationType: "FORECASTED", threshold: 100 },
];

/**
 * Budgets' filter for what has the tag of this stack, as `user:KEY$VALUE`; `user:` is for tags that AWS did not make.
 *
 * Source: https://docs.aws.amazon.com/cli/latest/reference/budgets/create-budget.html
 */
const buildStackTagFilter = ({ stack }: NamingScope) => ({
    name: "TagKeyValue",
    values: [`user:${requiredTagKeys.stack}$${stack}`],
});

/**
 * The monthly budget of the account or the environment, of what is used: credits and refunds, which Budgets counts unless told otherwise, would hide a
 * running bill. An alarm, not a limit: its data lag 8 to 24 hours and do not include Confluent Cloud.
 */
export class SpendingAlarm extends pulumi.ComponentResource {
    readonly budgetName: pulumi.Output<string>;
    /** For programs to subscribe to. People get mail from the budget itself, which needs no confirmation. */
    readonly topicArn: pulumi.Output<string>;

    constructor(
        name: string,
        { scope, key, monthlyBudget, budgetFilter, alertEmail }: SpendingAlarmArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:core:SpendingAlarm", name, {}, opts);
        const topic = new aws.sns.Topic(
            name,
            { name: buildName(scope, "spending"), kmsMasterKeyId: key.aliasArn },
            { parent: this, dependsOn: key.alias },
        );
        const policy = new aws.sns.TopicPolicy(
            name,
            { arn: topic.arn, policy: JSON.stringify(buildTopicPolicy(scope, getSpendingTopicArn(scope))) },
            { parent: this },
        );
        const budget = new aws.budgets.Budget(
            name,
            {
                name: buildName(scope, "budget"),
                budgetType: "COST",
                timeUnit: "MONTHLY",
                limitAmount: monthlyBudget.toFixed(1),
                limitUnit: "USD",
                ...(budgetFilter === "environment" && { costFilters: [buildStackTagFilter(scope)] }),
                costTypes: { includeCredit: false, includeRefund: false },
                notifications: budgetNotifications.map((notification) => ({
                    ...notification,
                    comparisonOperator: "GREATER_THAN",
                    thresholdType: "PERCENTAGE",
                    subscriberEmailAddresses: [alertEmail],
                    subscriberSnsTopicArns: [getSpendingTopicArn(scope)],
                })),
            },
            // Budgets rejects a topic whose policy does not allow it to publish.
            { parent: this, dependsOn: policy },
        );
        this.budgetName = budget.name;
        this.topicArn = topic.arn;
        this.registerOutputs({ budgetName: this.budgetName, topicArn: this.topicArn });
    }
}
