import assert from "node:assert/strict";
import { type BudgetState, formatBudget, releaseBudgetDeny } from "../../ops/budget";
import type { Environment } from "../../ops/environment";
import { awsClients, startFakeAws } from "../fake-aws";

const good: BudgetState = {
    limit: "25.0",
    spent: "3.5",
    notifications: [
        {
            notification: { NotificationType: "ACTUAL", ComparisonOperator: "GREATER_THAN", Threshold: 80 },
            subscribers: [{ SubscriptionType: "EMAIL", Address: "a@b.org" }],
        },
    ],
    action: "STANDBY",
    denyAttached: false,
};

describe("the printed budget", () => {
    it("shows what is spent, who is notified, and that nothing is denied", () => {
        assert.deepEqual(formatBudget(good), [
            "budget  25 USD a month, 3.5 USD spent; AWS' data is 8 to 24 hours old and excludes Confluent",
            "notice  at 80 % spent: to a@b.org",
            "action  not triggered; runs at 100 % spent",
            "deny    not attached to role deploy-demo",
        ]);
    });

    const differing: [string, Partial<BudgetState>, RegExp][] = [
        ["that the action was triggered", { action: "EXECUTION_SUCCESS" }, /^action {2}triggered$/m],
        ["that the action failed", { action: "EXECUTION_FAILURE" }, /^action {2}triggered, but failed: /m],
        ["a status it does not know", { action: "RESET_FAILURE" }, /^action {2}status RESET_FAILURE$/m],
        ["that there is no action", { action: undefined }, /^action {2}missing: run pulumi up -C core$/m],
        ["how to detach the deny", { denyAttached: true }, /^deny .*Detach it with: \.\/devmin budget release$/m],
        [
            "that a notification has no subscriber",
            { notifications: [{ notification: good.notifications[0]?.notification as never, subscribers: [] }] },
            /: to nobody$/m,
        ],
    ];
    for (const [what, difference, line] of differing) {
        it(`shows ${what}`, () => assert.match(formatBudget({ ...good, ...difference }).join("\n"), line));
    }
});

describe("releasing the budget's deny", () => {
    const overBudgetPolicyArn = "arn:aws:iam::123456789012:policy/over-budget";
    const env = { account: "123456789012", region: "eu-central-1", stack: "dev" } as Environment;
    let aws: ReturnType<typeof startFakeAws>;

    /** Releases the deny while the budget action has these statuses, one after the other; the last one stays. */
    async function releaseWith(...statuses: string[]) {
        aws = startFakeAws({
            DescribeBudgetActionsForBudget: () => {
                const Status = statuses.length > 1 ? statuses.shift() : statuses[0];
                const Definition = { IamActionDefinition: { PolicyArn: overBudgetPolicyArn } };
                return { Actions: [{ ActionId: "one", Status, Definition }] };
            },
        });
        let time = 0;
        const clock = {
            now: () => time,
            sleep: async (ms: number) => {
                time += ms;
            },
        };
        return releaseBudgetDeny(env, awsClients, { budget: "b", overBudgetPolicyArn }, { clock, withinMs: 3_000 });
    }
    afterEach(() => aws.stop());

    it("has Budgets reverse its action, and waits until it has", async () => {
        const statuses = ["EXECUTION_SUCCESS", "REVERSE_IN_PROGRESS", "REVERSE_SUCCESS"];
        assert.equal(await releaseWith(...statuses), "reversed");
        const describe = "DescribeBudgetActionsForBudget";
        const operations = aws.calls.map(([operation]) => operation);
        assert.deepEqual(operations, [describe, "ExecuteBudgetAction", describe, describe]);
    });

    it("tries again after a failure, which is the status until Budgets begins", async () => {
        const statuses = ["REVERSE_FAILURE", "REVERSE_FAILURE", "REVERSE_IN_PROGRESS", "REVERSE_SUCCESS"];
        assert.equal(await releaseWith(...statuses), "reversed");
    });

    const command =
        "detach it yourself with aws iam detach-role-policy " +
        `--role-name devmin-core-dev-deploy-demo-123456789012-eu-central-1 --policy-arn ${overBudgetPolicyArn}`;

    it("says how to detach the policy when Budgets fails to", async () => {
        await assert.rejects(releaseWith("EXECUTION_SUCCESS", "REVERSE_FAILURE"), {
            message: `Budgets did not detach the deny: the status of its action is REVERSE_FAILURE; ${command}`,
        });
    });

    it("says how to detach the policy when Budgets takes too long", async () => {
        await assert.rejects(releaseWith("EXECUTION_SUCCESS", "REVERSE_IN_PROGRESS"), {
            message: `waited 3 s for Budgets to detach the deny: the status of its action is REVERSE_IN_PROGRESS; ${command}`,
        });
    });
});
