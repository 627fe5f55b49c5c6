import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn, nameIn, type Place, roleArnOf } from "../lib/names";
import { policyOf, type Statement } from "../lib/policy";
import type { Boundary } from "./boundary";
import { overBudget } from "./over-budget";
import type { Roles } from "./roles";
import { ofTheAccount, spendingTopicArnOf } from "./service-rights";
import type { SpendingAlarm } from "./spending-alarm";

export interface BudgetStopArgs {
    place: Place;
    boundary: Boundary;
    /** Whose deployer is denied. */
    roles: Roles;
    /** Whose budget it is that must be spent. */
    alarm: SpendingAlarm;
    alertEmail: string;
}

const overBudgetArnOf = (place: Place) => arnIn(place, "iam", `policy/${nameIn(place, "over-budget")}`);

/** What Budgets may do as the action's role: hang that one policy on that one role, and take it off. */
export const budgetStopRights = (place: Place): Statement[] => [
    {
        Sid: "DenyAndReleaseDemo",
        Effect: "Allow",
        Action: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        Resource: roleArnOf(place, "deploy-demo"),
        Condition: { ArnEquals: { "iam:PolicyARN": overBudgetArnOf(place) } },
    },
];

/** Budgets takes the role for a budget of this account, and nobody else does. */
export const budgetStopTrust = (place: Place) => ({
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Allow",
            Principal: { Service: "budgets.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: ofTheAccount(place, `arn:aws:budgets::${place.account}:budget/${nameIn(place, "budget")}*`),
        },
    ],
});

/** At 100 % of the month's budget, by itself: demo's deployer may still take everything down, and bring up nothing. */
export class BudgetStop extends pulumi.ComponentResource {
    /** What is hung on the deployer. */
    readonly policyArn: pulumi.Output<string>;

    constructor(name: string, args: BudgetStopArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:BudgetStop", name, {}, opts);
        const { place, boundary, roles, alarm, alertEmail } = args;
        const parent = { parent: this };
        const policy = new aws.iam.Policy(
            name,
            {
                name: nameIn(place, "over-budget"),
                description: `devmin ${place.stack}: nothing new of demo, as the month's budget is spent`,
                policy: policyOf(overBudget),
            },
            parent,
        );
        const role = new aws.iam.Role(
            name,
            {
                name: nameIn(place, "budget-stop"),
                description: `devmin ${place.stack}: hangs the deny of over-budget on demo's deployer`,
                assumeRolePolicy: JSON.stringify(budgetStopTrust(place)),
                permissionsBoundary: boundary.arn,
            },
            parent,
        );
        const needs = new aws.iam.RolePolicy(
            name,
            { name: "needs", role: role.name, policy: policyOf(budgetStopRights(place)) },
            parent,
        );
        new aws.budgets.BudgetAction(
            name,
            {
                budgetName: alarm.budgetName,
                actionType: "APPLY_IAM_POLICY",
                approvalModel: "AUTOMATIC",
                notificationType: "ACTUAL",
                actionThreshold: { actionThresholdType: "PERCENTAGE", actionThresholdValue: 100 },
                definition: {
                    iamActionDefinition: {
                        policyArn: policy.arn,
                        roles: [nameIn(place, "deploy-demo")],
                    },
                },
                executionRoleArn: role.arn,
                subscribers: [
                    { subscriptionType: "EMAIL", address: alertEmail },
                    { subscriptionType: "SNS", address: spendingTopicArnOf(place) },
                ],
            },
            { ...parent, dependsOn: [needs, roles] },
        );
        this.policyArn = policy.arn;
        this.registerOutputs({ policyArn: this.policyArn });
    }
}
