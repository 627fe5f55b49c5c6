import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place } from "../lib/names";

export interface SpendingAlarmArgs {
    place: Place;
    /** USD a month. */
    monthlyBudget: number;
    alertEmail: string;
}

/** Mails at these parts of the monthly budget: spent, or foreseen to be spent. */
const notices = [
    { notificationType: "ACTUAL", threshold: 50 },
    { notificationType: "ACTUAL", threshold: 80 },
    { notificationType: "ACTUAL", threshold: 100 },
    { notificationType: "FORECASTED", threshold: 100 },
];

/** The account's monthly budget. A smoke alarm, not a stop: its data are 8 to 24 hours late and know nothing of Confluent. */
export class SpendingAlarm extends pulumi.ComponentResource {
    readonly budgetName: pulumi.Output<string>;

    constructor(
        name: string,
        { place, monthlyBudget, alertEmail }: SpendingAlarmArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:core:SpendingAlarm", name, {}, opts);
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
                })),
            },
            { parent: this },
        );
        this.budgetName = budget.name;
        this.registerOutputs({ budgetName: this.budgetName });
    }
}
