import assert from "node:assert/strict";
import type { BudgetNotification } from "../../../ops/budget";
import {
    findBudgetsPermissionProblems,
    findNotificationProblems,
    findSubscriptionProblems,
} from "../../../ops/checks/budget-alarm";
import { SkippedError } from "../../../ops/checks/status";

const topic = "arn:aws:sns:eu-central-1:123456789012:spending";
const good: BudgetNotification = {
    notification: { NotificationType: "ACTUAL", ComparisonOperator: "GREATER_THAN", Threshold: 80 },
    subscribers: [
        { SubscriptionType: "EMAIL", Address: "a@b.org" },
        { SubscriptionType: "SNS", Address: topic },
    ],
};

describe("the check of the budget's alarm", () => {
    it("passes when every notification goes to an e-mail address and to the topic", () => {
        assert.deepEqual(findNotificationProblems([good], topic), []);
    });

    const faults: [string, BudgetNotification[], string][] = [
        ["there is no notification", [], "the budget has no notification: run pulumi up -C core --refresh"],
        [
            "a notification has no e-mail subscriber",
            [{ ...good, subscribers: good.subscribers.slice(1) }],
            "the notification at 80 % actual has no e-mail subscriber: run pulumi up -C core --refresh",
        ],
        [
            "a notification goes to no topic",
            [{ ...good, subscribers: good.subscribers.slice(0, 1) }],
            "the notification at 80 % actual does not go to the topic: run pulumi up -C core --refresh",
        ],
        [
            "a notification goes to another topic",
            [
                {
                    ...good,
                    subscribers: [
                        good.subscribers[0] ?? {},
                        { SubscriptionType: "SNS", Address: `${topic}2` },
                    ] as BudgetNotification["subscribers"],
                },
            ],
            "the notification at 80 % actual does not go to the topic: run pulumi up -C core --refresh",
        ],
    ];
    for (const [what, notifications, problem] of faults) {
        it(`fails when ${what}`, () => assert.deepEqual(findNotificationProblems(notifications, topic), [problem]));
    }

    const allowBudgets = (Action: string | string[], more: object = {}) =>
        JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: { Service: "budgets.amazonaws.com" }, Action, ...more }],
        });
    const both = { topic: allowBudgets("SNS:Publish"), key: allowBudgets(["kms:GenerateDataKey*", "kms:Decrypt"]) };

    it("passes when the topic's policy and the key's allow Budgets", () => {
        assert.deepEqual(findBudgetsPermissionProblems(both), []);
        assert.deepEqual(
            findBudgetsPermissionProblems({
                ...both,
                topic: allowBudgets("sns:*", { Principal: { Service: ["a", "budgets.amazonaws.com"] } }),
            }),
            [],
        );
    });

    const deniedCases: [string, Partial<typeof both>, string][] = [
        [
            "the topic's policy lacks its statement",
            { topic: '{"Statement":[]}' },
            "the topic's policy does not allow Budgets sns:Publish",
        ],
        [
            "the topic's policy denies it",
            { topic: allowBudgets("sns:Publish", { Effect: "Deny" }) },
            "the topic's policy does not allow Budgets sns:Publish",
        ],
        [
            "the topic's policy allows another service",
            { topic: allowBudgets("sns:Publish", { Principal: { Service: "events.amazonaws.com" } }) },
            "the topic's policy does not allow Budgets sns:Publish",
        ],
        [
            "the key's policy lacks its statement",
            { key: "{}" },
            "the key's policy does not allow Budgets kms:GenerateDataKey and kms:Decrypt",
        ],
        [
            "the key's policy lacks one action",
            { key: allowBudgets("kms:Decrypt") },
            "the key's policy does not allow Budgets kms:GenerateDataKey",
        ],
    ];
    for (const [what, policies, problem] of deniedCases) {
        it(`fails when ${what}`, () =>
            assert.deepEqual(findBudgetsPermissionProblems({ ...both, ...policies }), [
                `${problem}, so no notification arrives: run pulumi up -C core --refresh`,
            ]));
    }

    it("names subscriptions that are not confirmed, and no others", () => {
        const of = (SubscriptionArn: string, Endpoint: string) => ({ SubscriptionArn, Protocol: "https", Endpoint });
        assert.deepEqual(
            findSubscriptionProblems(
                [of(`${topic}:1`, "https://a.example"), of("PendingConfirmation", "https://b.example")],
                topic,
            ),
            ["subscription not confirmed: https https://b.example receives nothing until it is"],
        );
    });

    it("is skipped when nobody has subscribed", () => {
        assert.throws(
            () => findSubscriptionProblems([], topic),
            new SkippedError(`${topic} has no subscription; notifications go out by mail only`),
        );
    });
});
