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
    /** The action needs role deploy-demo to exist. */
    roles: Roles;
    /** The budget that triggers the action. */
    alarm: SpendingAlarm;
    alertEmail: string;
}

const getOverBudgetPolicyArn = (scope: NamingScope) =>
    buildArn(scope, "iam", `policy/${buildName(scope, "over-budget")}`);

/** Permissions of role budget-stop: attach the over-budget policy to role deploy-demo, and detach it. */
export const buildBudgetStopPermissions = (scope: NamingScope): Statement[] => [
    {
        Sid: "AttachOverBudgetPolicy",
        Effect: "Allow",
        Action: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        Resource: getRoleArn(scope, "deploy-demo"),
        Condition: { ArnEquals: { "iam:PolicyARN": getOverBudgetPolicyArn(scope) } },
    },
];

/** Only AWS Budgets can assume the role, and only for a budget of this account. */
export const buildBudgetStopTrustPolicy = (scope: NamingScope) => ({
    Version: "2012-10-17",
    Statement: [
        {
            Sid: "AllowBudgets",
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

/** Automatic budget action: at 100 % of the monthly budget, role deploy-demo can still destroy demo but create nothing. */
export class BudgetStop extends pulumi.ComponentResource {
    /** The over-budget policy that the action attaches to role deploy-demo. */
    readonly policyArn: pulumi.Output<string>;

    constructor(name: string, args: BudgetStopArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:BudgetStop", name, {}, opts);
        const { scope, boundary, roles, alarm, alertEmail } = args;
        const childOptions = { parent: this };
        const policy = new aws.iam.Policy(
            name,
            {
                name: buildName(scope, "over-budget"),
                // A changed description would replace the policy, whose name is fixed.
                description: `devmin ${scope.stack}: nothing new of demo, as the month's budget is spent`,
                policy: formatPolicyDocument(overBudgetDenies),
            },
            childOptions,
        );
        const role = new aws.iam.Role(
            name,
            {
                name: buildName(scope, "budget-stop"),
                description: `devmin ${scope.stack}: attaches the over-budget policy to deploy-demo`,
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
