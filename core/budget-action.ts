import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { formatPolicyDocument, type Statement } from "../lib/iam-policy";
import { buildArn, buildName, getRoleArn, type NamingScope } from "../lib/names";
import type { Boundary } from "./iam/boundary";
import { overBudgetDenies } from "./iam/budget-deny";
import type { Roles } from "./iam/roles";
import { buildSourceAccountCondition, getSpendingTopicArn } from "./iam/service-principals";
import type { SpendingAlarm } from "./spending-alarm";

export interface BudgetStopArgs {
    scope: NamingScope;
    boundary: Boundary;
    /** Whose deployer is denied. */
    roles: Roles;
    /** Whose budget it is that must be spent. */
    alarm: SpendingAlarm;
    alertEmail: string;
}

const getOverBudgetPolicyArn = (scope: NamingScope) =>
    buildArn(scope, "iam", `policy/${buildName(scope, "over-budget")}`);

/** What Budgets may do as the action's role: hang that one policy on that one role, and take it off. */
export const buildBudgetStopPermissions = (scope: NamingScope): Statement[] => [
    {
        Sid: "AttachOverBudgetPolicy",
        Effect: "Allow",
        Action: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        Resource: getRoleArn(scope, "deploy-demo"),
        Condition: { ArnEquals: { "iam:PolicyARN": getOverBudgetPolicyArn(scope) } },
    },
];

/** Budgets takes the role for a budget of this account, and nobody else does. */
export const buildBudgetStopTrustPolicy = (scope: NamingScope) => ({
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Allow",
            Principal: { Service: "budgets.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: buildSourceAccountCondition(
                scope,
                `arn:aws:budgets::${scope.account}:budget/${buildName(scope, "budget")}*`,
            ),
        },
    ],
});

/** At 100 % of the month's budget, by itself: demo's deployer may still take everything down, and bring up nothing. */
export class BudgetStop extends pulumi.ComponentResource {
    /** What is hung on the deployer. */
    readonly policyArn: pulumi.Output<string>;

    constructor(name: string, args: BudgetStopArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:BudgetStop", name, {}, opts);
        const { scope, boundary, roles, alarm, alertEmail } = args;
        const childOptions = { parent: this };
        const policy = new aws.iam.Policy(
            name,
            {
                name: buildName(scope, "over-budget"),
                description: `devmin ${scope.stack}: nothing new of demo, as the month's budget is spent`,
                policy: formatPolicyDocument(overBudgetDenies),
            },
            childOptions,
        );
        const role = new aws.iam.Role(
            name,
            {
                name: buildName(scope, "budget-stop"),
                description: `devmin ${scope.stack}: hangs the deny of over-budget on demo's deployer`,
                assumeRolePolicy: JSON.stringify(buildBudgetStopTrustPolicy(scope)),
                permissionsBoundary: boundary.arn,
            },
            childOptions,
        );
        const rolePolicy = new aws.iam.RolePolicy(
            name,
            { name: "permissions", role: role.name, policy: formatPolicyDocument(buildBudgetStopPermissions(scope)) },
            childOptions,
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
                        roles: [buildName(scope, "deploy-demo")],
                    },
                },
                executionRoleArn: role.arn,
                subscribers: [
                    { subscriptionType: "EMAIL", address: alertEmail },
                    { subscriptionType: "SNS", address: getSpendingTopicArn(scope) },
                ],
            },
            { ...childOptions, dependsOn: [rolePolicy, roles] },
        );
        this.policyArn = policy.arn;
        this.registerOutputs({ policyArn: this.policyArn });
    }
}
