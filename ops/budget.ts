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
import { type WaitOptions, waitUntil } from "../util/wait-until";
import type { AwsClients } from "./clients/aws";
import type { Environment } from "./environment";
import type { EnvironmentOutputs } from "./layer-outputs";

type BudgetOutputs = Pick<EnvironmentOutputs["core"], "budget" | "overBudgetPolicyArn">;

/** A notification of a budget, with its subscribers. */
export interface BudgetNotification {
    notification: Notification;
    subscribers: Subscriber[];
}

export interface BudgetState {
    /** USD a month. */
    limit: string;
    /** USD spent this month, as far as AWS knows. */
    spent: string;
    notifications: BudgetNotification[];
    /** The status of the budget action that attaches the deny: STANDBY, EXECUTION_SUCCESS, …; undefined when there is none. */
    action?: string;
    /** Whether the deny policy is attached to role deploy-demo, whoever attached it. */
    denyAttached: boolean;
}

export async function readBudgetState(env: Environment, aws: AwsClients, core: BudgetOutputs): Promise<BudgetState> {
    const budget = { AccountId: env.account, BudgetName: core.budget };
    const { Budget } = await aws.create(BudgetsClient).send(new DescribeBudgetCommand(budget));
    return {
        limit: Budget?.BudgetLimit?.Amount ?? "?",
        spent: Budget?.CalculatedSpend?.ActualSpend?.Amount ?? "?",
        notifications: await listBudgetNotifications(env, aws, core.budget),
        action: (await findBudgetAction(env, aws, core))?.Status,
        denyAttached: await isDenyAttached(env, aws, core),
    };
}

export async function listBudgetNotifications(
    env: Environment,
    aws: AwsClients,
    BudgetName: string,
): Promise<BudgetNotification[]> {
    const budgets = aws.create(BudgetsClient);
    const budget = { AccountId: env.account, BudgetName };
    const { Notifications = [] } = await budgets.send(new DescribeNotificationsForBudgetCommand(budget));
    const notifications = Notifications.map(async (notification) => {
        const command = new DescribeSubscribersForNotificationCommand({ ...budget, Notification: notification });
        return { notification, subscribers: (await budgets.send(command)).Subscribers ?? [] };
    });
    return Promise.all(notifications);
}

/** How the deny was removed: Budgets reversed its action, or this detached the policy; or there was nothing to remove. */
export type ReleaseResult = "reversed" | "detached" | "nothing";

/**
 * Detaches the deny from role deploy-demo. Where the budget action attached it, Budgets reverses the action, which then does
 * not run again until the next month; a policy that somebody attached by hand is detached directly.
 */
export async function releaseBudgetDeny(
    env: Environment,
    aws: AwsClients,
    core: BudgetOutputs,
    wait: Pick<WaitOptions, "withinMs" | "clock"> = {},
): Promise<ReleaseResult> {
    const action = await findBudgetAction(env, aws, core);
    if (action?.Status && reversibleStatuses.has(action.Status)) {
        await aws.create(BudgetsClient).send(
            new ExecuteBudgetActionCommand({
                AccountId: env.account,
                BudgetName: core.budget,
                ActionId: action.ActionId,
                ExecutionType: "REVERSE_BUDGET_ACTION",
            }),
        );
        await waitUntilReversed(env, aws, core, action.Status, wait);
        return "reversed";
    }
    if (!(await isDenyAttached(env, aws, core))) return "nothing";
    await aws
        .create(IAMClient)
        .send(new DetachRolePolicyCommand({ RoleName: getDeployerRoleName(env), PolicyArn: core.overBudgetPolicyArn }));
    return "detached";
}

/** The statuses from which Budgets can reverse an action. */
const reversibleStatuses: ReadonlySet<string> = new Set(["EXECUTION_SUCCESS", "REVERSE_FAILURE"]);

async function waitUntilReversed(
    env: Environment,
    aws: AwsClients,
    core: BudgetOutputs,
    statusBefore: string,
    wait: WaitOptions,
): Promise<void> {
    const detachCommand = `aws iam detach-role-policy --role-name ${getDeployerRoleName(env)} --policy-arn ${core.overBudgetPolicyArn}`;
    let hasBegun = false;
    await waitUntil(
        "Budgets to detach the deny",
        async () => {
            const status = (await findBudgetAction(env, aws, core))?.Status;
            if (status === "REVERSE_SUCCESS") return { ready: true, value: undefined };
            const because = `the status of its action is ${status}; detach it yourself with ${detachCommand}`;
            hasBegun ||= status !== statusBefore; // until then the failure is the last attempt's
            if (hasBegun && status === "REVERSE_FAILURE")
                throw new Error(`Budgets did not detach the deny: ${because}`);
            return { ready: false, because };
        },
        { withinMs: 120_000, everyMs: 1_000, ...wait },
    );
}

/** The action of the budget that attaches the deny. */
async function findBudgetAction(env: Environment, aws: AwsClients, core: BudgetOutputs): Promise<Action | undefined> {
    const { Actions = [] } = await aws
        .create(BudgetsClient)
        .send(new DescribeBudgetActionsForBudgetCommand({ AccountId: env.account, BudgetName: core.budget }));
    return Actions.find(({ Definition }) => Definition?.IamActionDefinition?.PolicyArn === core.overBudgetPolicyArn);
}

async function isDenyAttached(env: Environment, aws: AwsClients, core: BudgetOutputs): Promise<boolean> {
    const { AttachedPolicies = [] } = await aws
        .create(IAMClient)
        .send(new ListAttachedRolePoliciesCommand({ RoleName: getDeployerRoleName(env) }));
    return AttachedPolicies.some(({ PolicyArn }) => PolicyArn === core.overBudgetPolicyArn);
}

const getDeployerRoleName = (env: Environment) => buildCoreName(env, "deploy-demo");

/** The budget, one line each for its limit, its notifications, its action and the deny. */
export function formatBudget({ limit, spent, notifications, action, denyAttached }: BudgetState): string[] {
    const notificationLines = notifications.map(({ notification: { Threshold, NotificationType }, subscribers }) => {
        const to = subscribers.map(({ Address }) => Address).join(", ") || "nobody";
        return `notice  at ${Threshold} % ${NotificationType === "ACTUAL" ? "spent" : "forecast"}: to ${to}`;
    });
    return [
        `budget  ${Number(limit)} USD a month, ${Number(spent)} USD spent; AWS' data is 8 to 24 hours old and excludes Confluent`,
        ...notificationLines,
        `action  ${action === undefined ? "missing: run pulumi up -C core" : (actionStatusTexts[action] ?? `status ${action}`)}`,
        denyAttached
            ? "deny    attached to role deploy-demo: destroy works, create is denied. Detach it with: ./devmin budget release"
            : "deny    not attached to role deploy-demo",
    ];
}

const actionStatusTexts: Record<string, string> = {
    STANDBY: "not triggered; runs at 100 % spent",
    EXECUTION_SUCCESS: "triggered",
    EXECUTION_FAILURE: "triggered, but failed: check its role with pulumi preview -C core --refresh",
    REVERSE_SUCCESS: "triggered and reversed; does not run again until next month",
};
