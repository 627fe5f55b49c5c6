import assert from "node:assert/strict";
import type { BudgetNotification } from "../../../ops/budget";
import {
    budgetAlarmCheck,
    findBudgetsPermissionProblems,
    findNotificationProblems,
} from "../../../ops/checks/budget-alarm";
import { createAwsError, type FakeResponses } from "../../fake-aws";
import { findProblems } from "./find-problems";

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
});

describe("the check of the budget's alarm in AWS", () => {
    const core = { budget: "spending", spendingTopicArn: topic, keyArn: "arn:key" };
    const allow = (...Action: string[]) =>
        JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: { Service: "budgets.amazonaws.com" }, Action }],
        });
    const find = (responses: FakeResponses = {}, options?: { testAlarm: boolean }) =>
        findProblems(
            budgetAlarmCheck,
            { core },
            {
                DescribeNotificationsForBudget: { Notifications: [good.notification] },
                DescribeSubscribersForNotification: { Subscribers: good.subscribers },
                GetTopicAttributes: { Attributes: { Policy: allow("sns:Publish") } },
                GetKeyPolicy: { Policy: allow("kms:GenerateDataKey", "kms:Decrypt") },
                Publish: () => assert.fail("a message was published"),
                ...responses,
            },
            options,
        );

    it("passes without publishing a message when the budget, the topic and the key are right", async () => {
        assert.deepEqual(await find(), []);
    });

    it("fails when a notification has no subscribers", async () => {
        assert.deepEqual(await find({ DescribeSubscribersForNotification: {} }), [
            "the notification at 80 % actual has no e-mail subscriber: run pulumi up -C core --refresh",
            "the notification at 80 % actual does not go to the topic: run pulumi up -C core --refresh",
        ]);
    });

    it("fails when the topic or its key has no policy", async () => {
        assert.equal((await find({ GetTopicAttributes: {} })).length, 1);
        assert.equal((await find({ GetKeyPolicy: {} })).length, 1);
    });

    it("publishes a message that says it is a test, when asked to", async () => {
        const published: unknown[] = [];
        const Publish = (input: object) => {
            published.push(input);
            return {};
        };
        assert.deepEqual(await find({ Publish }, { testAlarm: true }), []);
        const Message = "A test of devmin dev: notifications of the budget spending arrive like this.";
        assert.deepEqual(published, [{ TopicArn: topic, Subject: "devmin: a test", Message }]);
    });

    it("fails when the topic does not accept the test message", async () => {
        assert.deepEqual(await find({ Publish: createAwsError("KMSAccessDenied") }, { testAlarm: true }), [
            "the topic does not accept a message (KMSAccessDenied): run pulumi up -C core --refresh",
        ]);
    });
});
