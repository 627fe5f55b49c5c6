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
import { nameInCore } from "../lib/names";
import type { Outputs } from "./checks/check";
import { awsConfig } from "./clouds";
import type { Environment } from "./environment";

type Core = Pick<Outputs["core"], "budget" | "overBudgetPolicyArn">;

/** A notice of a budget, and who gets it. */
export interface Notice {
    notification: Notification;
    subscribers: Subscriber[];
}

export interface BudgetState {
    /** USD a month. */
    limit: string;
    /** USD of this month, as far as AWS knows. */
    spent: string;
    notices: Notice[];
    /** What Budgets says of the action that denies: STANDBY, EXECUTION_SUCCESS, …; undefined when there is none. */
    action?: string;
    /** Whether the deny hangs on demo's deployer, whoever hung it there. */
    denied: boolean;
}

/** How the month's budget stands, as Budgets and IAM say. */
export async function budgetState(env: Environment, core: Core): Promise<BudgetState> {
    const budget = { AccountId: env.account, BudgetName: core.budget };
    const { Budget } = await new BudgetsClient(awsConfig(env)).send(new DescribeBudgetCommand(budget));
    return {
        limit: Budget?.BudgetLimit?.Amount ?? "?",
        spent: Budget?.CalculatedSpend?.ActualSpend?.Amount ?? "?",
        notices: await noticesOf(env, core.budget),
        action: (await actionOf(env, core))?.Status,
        denied: await isDenied(env, core),
    };
}

export async function noticesOf(env: Environment, BudgetName: string): Promise<Notice[]> {
    const budgets = new BudgetsClient(awsConfig(env));
    const budget = { AccountId: env.account, BudgetName };
    const { Notifications = [] } = await budgets.send(new DescribeNotificationsForBudgetCommand(budget));
    const found = Notifications.map(async (notification) => {
        const asked = new DescribeSubscribersForNotificationCommand({ ...budget, Notification: notification });
        return { notification, subscribers: (await budgets.send(asked)).Subscribers ?? [] };
    });
    return Promise.all(found);
}

/** How the deny came off: the action was undone, the policy taken off by hand; or there was none. */
export type Release = "reversed" | "detached" | "nothing";

/**
 * Takes the deny off demo's deployer. Where the action hung it there Budgets undoes that itself, and then lets the action rest
 * until the next month; a policy hung by hand is taken off by hand.
 */
export async function release(env: Environment, core: Core, { withinMs = 120_000 } = {}): Promise<Release> {
    const action = await actionOf(env, core);
    if (action?.Status && undoable.has(action.Status)) {
        await new BudgetsClient(awsConfig(env)).send(
            new ExecuteBudgetActionCommand({
                AccountId: env.account,
                BudgetName: core.budget,
                ActionId: action.ActionId,
                ExecutionType: "REVERSE_BUDGET_ACTION",
            }),
        );
        await reversed(env, core, Date.now() + withinMs);
        return "reversed";
    }
    if (!(await isDenied(env, core))) return "nothing";
    await new IAMClient(awsConfig(env)).send(
        new DetachRolePolicyCommand({ RoleName: deployerIn(env), PolicyArn: core.overBudgetPolicyArn }),
    );
    return "detached";
}

/** The states of an action from which Budgets takes back what it did. */
const undoable: ReadonlySet<string> = new Set(["EXECUTION_SUCCESS", "REVERSE_FAILURE"]);

async function reversed(env: Environment, core: Core, deadline: number): Promise<void> {
    for (;;) {
        const status = (await actionOf(env, core))?.Status;
        if (status === "REVERSE_SUCCESS") return;
        if (status === "REVERSE_FAILURE" || Date.now() > deadline) {
            throw new Error(
                `Budgets did not take the deny off, its action is in ${status}: take it off by hand, with ` +
                    `aws iam detach-role-policy --role-name ${deployerIn(env)} --policy-arn ${core.overBudgetPolicyArn}`,
            );
        }
        await sleep(1_000);
    }
}

/** The one action of the budget that hangs the deny. */
async function actionOf(env: Environment, core: Core): Promise<Action | undefined> {
    const { Actions = [] } = await new BudgetsClient(awsConfig(env)).send(
        new DescribeBudgetActionsForBudgetCommand({ AccountId: env.account, BudgetName: core.budget }),
    );
    return Actions.find(({ Definition }) => Definition?.IamActionDefinition?.PolicyArn === core.overBudgetPolicyArn);
}

async function isDenied(env: Environment, core: Core): Promise<boolean> {
    const { AttachedPolicies = [] } = await new IAMClient(awsConfig(env)).send(
        new ListAttachedRolePoliciesCommand({ RoleName: deployerIn(env) }),
    );
    return AttachedPolicies.some(({ PolicyArn }) => PolicyArn === core.overBudgetPolicyArn);
}

const deployerIn = (env: Environment) => nameInCore(env, "deploy-demo");

/** The state in lines for people. */
export function toldOf({ limit, spent, notices, action, denied }: BudgetState): string[] {
    const said = notices.map(({ notification: { Threshold, NotificationType }, subscribers }) => {
        const to = subscribers.map(({ Address }) => Address).join(", ") || "nobody";
        return `notice  at ${Threshold} % ${NotificationType === "ACTUAL" ? "spent" : "foreseen"}: to ${to}`;
    });
    return [
        `budget  ${Number(limit)} USD a month, of which AWS has seen ${Number(spent)} spent; its data are 8 to 24 hours late, without Confluent`,
        ...said,
        `action  ${action === undefined ? "there is none: run pulumi up -C core" : (meanings[action] ?? `${action}, as Budgets says`)}`,
        denied
            ? "deny    hangs on demo's deployer: it may take down, and bring up nothing. Take it off with: ./devmin budget release"
            : "deny    does not hang on demo's deployer",
    ];
}

/** What the states of an action come to. */
const meanings: Record<string, string> = {
    STANDBY: "has not acted; it does at 100 % spent",
    EXECUTION_SUCCESS: "has acted",
    EXECUTION_FAILURE: "should have acted and could not: look at its role with pulumi preview -C core --refresh",
    REVERSE_SUCCESS: "has acted and was undone; it rests until the next month",
};
