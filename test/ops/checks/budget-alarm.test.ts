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

describe("check alarm", () => {
    it("holds when every notice is mailed and goes to the topic", () => {
        assert.deepEqual(findNotificationProblems([good], topic), []);
    });

    const broken: [string, BudgetNotification[], string][] = [
        ["no notice is left", [], "the budget has no notice left: run pulumi up -C core --refresh"],
        [
            "a notice is mailed to nobody",
            [{ ...good, subscribers: good.subscribers.slice(1) }],
            "the notice at 80 % actual is mailed to nobody: run pulumi up -C core --refresh",
        ],
        [
            "a notice goes to no topic",
            [{ ...good, subscribers: good.subscribers.slice(0, 1) }],
            "the notice at 80 % actual does not go to the topic: run pulumi up -C core --refresh",
        ],
        [
            "a notice goes to another topic",
            [
                {
                    ...good,
                    subscribers: [
                        good.subscribers[0] ?? {},
                        { SubscriptionType: "SNS", Address: `${topic}2` },
                    ] as BudgetNotification["subscribers"],
                },
            ],
            "the notice at 80 % actual does not go to the topic: run pulumi up -C core --refresh",
        ],
    ];
    for (const [what, notices, problem] of broken) {
        it(`is broken when ${what}`, () => assert.deepEqual(findNotificationProblems(notices, topic), [problem]));
    }

    const lets = (Action: string | string[], more: object = {}) =>
        JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: { Service: "budgets.amazonaws.com" }, Action, ...more }],
        });
    const both = { topic: lets("SNS:Publish"), key: lets(["kms:GenerateDataKey*", "kms:Decrypt"]) };

    it("holds when the topic's policy and the key's let Budgets in", () => {
        assert.deepEqual(findBudgetsPermissionProblems(both), []);
        assert.deepEqual(
            findBudgetsPermissionProblems({
                ...both,
                topic: lets("sns:*", { Principal: { Service: ["a", "budgets.amazonaws.com"] } }),
            }),
            [],
        );
    });

    const closed: [string, Partial<typeof both>, string][] = [
        [
            "the topic's policy has lost its row",
            { topic: '{"Statement":[]}' },
            "the topic's policy does not let Budgets sns:Publish",
        ],
        [
            "the topic's policy denies it",
            { topic: lets("sns:Publish", { Effect: "Deny" }) },
            "the topic's policy does not let Budgets sns:Publish",
        ],
        [
            "the topic lets another service in",
            { topic: lets("sns:Publish", { Principal: { Service: "events.amazonaws.com" } }) },
            "the topic's policy does not let Budgets sns:Publish",
        ],
        [
            "the key's policy has lost its row",
            { key: "{}" },
            "the key's policy does not let Budgets kms:GenerateDataKey and kms:Decrypt",
        ],
        [
            "the key's policy has lost half of it",
            { key: lets("kms:Decrypt") },
            "the key's policy does not let Budgets kms:GenerateDataKey",
        ],
    ];
    for (const [what, policies, problem] of closed) {
        it(`is broken when ${what}`, () =>
            assert.deepEqual(findBudgetsPermissionProblems({ ...both, ...policies }), [
                `${problem}, so no alarm arrives: run pulumi up -C core --refresh`,
            ]));
    }

    it("names who subscribed and has not confirmed, and nobody else", () => {
        const of = (SubscriptionArn: string, Endpoint: string) => ({ SubscriptionArn, Protocol: "https", Endpoint });
        assert.deepEqual(
            findSubscriptionProblems(
                [of(`${topic}:1`, "https://a.example"), of("PendingConfirmation", "https://b.example")],
                topic,
            ),
            ["subscription not confirmed: https https://b.example hears nothing until it is"],
        );
    });

    it("is not exercised while nobody has subscribed", () => {
        assert.throws(
            () => findSubscriptionProblems([], topic),
            new SkippedError(`nobody has subscribed to ${topic}; the mails go out without`),
        );
    });
});
