import { setTimeout as sleep } from "node:timers/promises";
import {
    type Action,
    BudgetsClient,
    DescribeBudgetActionsForBudgetCommand,
    DescribeBudgetCommand,
    DescribeNotificationsForBudgetCommand,
    DescribeSubscribersForNotificationCommand,
    ExecuteBudgetActionCommand,
    type Notification,
    type Subscriber,
} from "@aws-sdk/client-budgets";
import { DetachRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { buildCoreName } from "../lib/names";
import type { EnvironmentOutputs } from "./checks/check";
import { buildAwsClientConfig } from "./clients/aws";
import type { Environment } from "./environment";

type BudgetOutputs = Pick<EnvironmentOutputs["core"], "budget" | "overBudgetPolicyArn">;

/** A notice of a budget, and who gets it. */
export interface BudgetNotification {
    notification: Notification;
    subscribers: Subscriber[];
}

export interface BudgetState {
    /** USD a month. */
    limit: string;
    /** USD of this month, as far as AWS knows. */
    spent: string;
    notifications: BudgetNotification[];
    /** What Budgets says of the action that denies: STANDBY, EXECUTION_SUCCESS, …; undefined when there is none. */
    action?: string;
    /** Whether the deny hangs on demo's deployer, whoever hung it there. */
    denyAttached: boolean;
}

/** How the month's budget stands, as Budgets and IAM say. */
export async function readBudgetState(env: Environment, core: BudgetOutputs): Promise<BudgetState> {
    const budget = { AccountId: env.account, BudgetName: core.budget };
    const { Budget } = await new BudgetsClient(buildAwsClientConfig(env)).send(new DescribeBudgetCommand(budget));
    return {
        limit: Budget?.BudgetLimit?.Amount ?? "?",
        spent: Budget?.CalculatedSpend?.ActualSpend?.Amount ?? "?",
        notifications: await listBudgetNotifications(env, core.budget),
        action: (await findBudgetAction(env, core))?.Status,
        denyAttached: await isDenyAttached(env, core),
    };
}

export async function listBudgetNotifications(env: Environment, BudgetName: string): Promise<BudgetNotification[]> {
    const budgets = new BudgetsClient(buildAwsClientConfig(env));
    const budget = { AccountId: env.account, BudgetName };
    const { Notifications = [] } = await budgets.send(new DescribeNotificationsForBudgetCommand(budget));
    const notifications = Notifications.map(async (notification) => {
        const command = new DescribeSubscribersForNotificationCommand({ ...budget, Notification: notification });
        return { notification, subscribers: (await budgets.send(command)).Subscribers ?? [] };
    });
    return Promise.all(notifications);
}

/** How the deny came off: the action was undone, the policy taken off by hand; or there was none. */
export type ReleaseResult = "reversed" | "detached" | "nothing";

/**
 * Takes the deny off demo's deployer. Where the action hung it there Budgets undoes that itself, and then lets the action rest
 * until the next month; a policy hung by hand is taken off by hand.
 */
export async function releaseBudgetDeny(
    env: Environment,
    core: BudgetOutputs,
    { withinMs = 120_000 } = {},
): Promise<ReleaseResult> {
    const action = await findBudgetAction(env, core);
    if (action?.Status && reversibleStatuses.has(action.Status)) {
        await new BudgetsClient(buildAwsClientConfig(env)).send(
            new ExecuteBudgetActionCommand({
                AccountId: env.account,
                BudgetName: core.budget,
                ActionId: action.ActionId,
                ExecutionType: "REVERSE_BUDGET_ACTION",
            }),
        );
        await waitUntilReversed(env, core, Date.now() + withinMs);
        return "reversed";
    }
    if (!(await isDenyAttached(env, core))) return "nothing";
    await new IAMClient(buildAwsClientConfig(env)).send(
        new DetachRolePolicyCommand({ RoleName: getDeployerRoleName(env), PolicyArn: core.overBudgetPolicyArn }),
    );
    return "detached";
}

/** The states of an action from which Budgets takes back what it did. */
const reversibleStatuses: ReadonlySet<string> = new Set(["EXECUTION_SUCCESS", "REVERSE_FAILURE"]);

async function waitUntilReversed(env: Environment, core: BudgetOutputs, deadline: number): Promise<void> {
    for (;;) {
        const status = (await findBudgetAction(env, core))?.Status;
        if (status === "REVERSE_SUCCESS") return;
        if (status === "REVERSE_FAILURE" || Date.now() > deadline) {
            throw new Error(
                `Budgets did not take the deny off, its action is in ${status}: take it off by hand, with ` +
                    `aws iam detach-role-policy --role-name ${getDeployerRoleName(env)} --policy-arn ${core.overBudgetPolicyArn}`,
            );
        }
        await sleep(1_000);
    }
}

/** The one action of the budget that hangs the deny. */
async function findBudgetAction(env: Environment, core: BudgetOutputs): Promise<Action | undefined> {
    const { Actions = [] } = await new BudgetsClient(buildAwsClientConfig(env)).send(
        new DescribeBudgetActionsForBudgetCommand({ AccountId: env.account, BudgetName: core.budget }),
    );
    return Actions.find(({ Definition }) => Definition?.IamActionDefinition?.PolicyArn === core.overBudgetPolicyArn);
}

async function isDenyAttached(env: Environment, core: BudgetOutputs): Promise<boolean> {
    const { AttachedPolicies = [] } = await new IAMClient(buildAwsClientConfig(env)).send(
        new ListAttachedRolePoliciesCommand({ RoleName: getDeployerRoleName(env) }),
    );
    return AttachedPolicies.some(({ PolicyArn }) => PolicyArn === core.overBudgetPolicyArn);
}

const getDeployerRoleName = (env: Environment) => buildCoreName(env, "deploy-demo");

/** The state in lines for people. */
export function formatBudget({ limit, spent, notifications, action, denyAttached }: BudgetState): string[] {
    const notificationLines = notifications.map(({ notification: { Threshold, NotificationType }, subscribers }) => {
        const to = subscribers.map(({ Address }) => Address).join(", ") || "nobody";
        return `notice  at ${Threshold} % ${NotificationType === "ACTUAL" ? "spent" : "foreseen"}: to ${to}`;
    });
    return [
        `budget  ${Number(limit)} USD a month, of which AWS has seen ${Number(spent)} spent; its data are 8 to 24 hours late, without Confluent`,
        ...notificationLines,
        `action  ${action === undefined ? "there is none: run pulumi up -C core" : (actionStatusTexts[action] ?? `${action}, as Budgets says`)}`,
        denyAttached
            ? "deny    hangs on demo's deployer: it may take down, and bring up nothing. Take it off with: ./devmin budget release"
            : "deny    does not hang on demo's deployer",
    ];
}

/** What the states of an action come to. */
const actionStatusTexts: Record<string, string> = {
    STANDBY: "has not acted; it does at 100 % spent",
    EXECUTION_SUCCESS: "has acted",
    EXECUTION_FAILURE: "should have acted and could not: look at its role with pulumi preview -C core --refresh",
    REVERSE_SUCCESS: "has acted and was undone; it rests until the next month",
};
