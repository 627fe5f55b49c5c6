import assert from "node:assert/strict";
import { type BudgetState, formatBudget } from "../../ops/budget";

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
