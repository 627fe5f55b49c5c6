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

describe("what is told of the budget", () => {
    it("is what AWS has seen, who hears of it, and that nothing is denied", () => {
        assert.deepEqual(formatBudget(good), [
            "budget  25 USD a month, of which AWS has seen 3.5 spent; its data are 8 to 24 hours late, without Confluent",
            "notice  at 80 % spent: to a@b.org",
            "action  has not acted; it does at 100 % spent",
            "deny    does not hang on demo's deployer",
        ]);
    });

    const differing: [string, Partial<BudgetState>, RegExp][] = [
        ["that the action has acted", { action: "EXECUTION_SUCCESS" }, /^action {2}has acted$/m],
        [
            "that the action could not act",
            { action: "EXECUTION_FAILURE" },
            /^action {2}should have acted and could not: /m,
        ],
        ["a state it has no word for", { action: "RESET_FAILURE" }, /^action {2}RESET_FAILURE, as Budgets says$/m],
        ["that there is no action", { action: undefined }, /^action {2}there is none: run pulumi up -C core$/m],
        ["how to take the deny off", { denyAttached: true }, /^deny .*Take it off with: \.\/devmin budget release$/m],
        [
            "that a notice goes to nobody",
            { notifications: [{ notification: good.notifications[0]?.notification as never, subscribers: [] }] },
            /: to nobody$/m,
        ],
    ];
    for (const [what, difference, line] of differing) {
        it(`is ${what}`, () => assert.match(formatBudget({ ...good, ...difference }).join("\n"), line));
    }
});
