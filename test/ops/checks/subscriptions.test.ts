import assert from "node:assert/strict";
import { subscriptionsCheck } from "../../../ops/checks/budget-alarm";
import { SkippedError } from "../../../ops/checks/status";
import { findProblems } from "./find-problems";

const core = { spendingTopicArn: "arn:topic" };
const confirmed = { SubscriptionArn: "arn:topic:1", Protocol: "https", Endpoint: "https://a.example" };
const pending = { SubscriptionArn: "PendingConfirmation", Protocol: "https", Endpoint: "https://b.example" };
const problem = "subscription not confirmed: https https://b.example receives nothing until it is";
const findWith = (...subscriptions: object[]) =>
    findProblems(subscriptionsCheck, { core }, { ListSubscriptionsByTopic: { Subscriptions: subscriptions } });

describe("the check of the subscriptions to the budget's topic", () => {
    it("passes when every subscription is confirmed", async () => {
        assert.deepEqual(await findWith(confirmed), []);
    });

    it("fails for a subscription that is not confirmed, and for no other", async () => {
        assert.deepEqual(await findWith(confirmed, pending), [problem]);
    });

    it("fails for a subscription without an ARN", async () => {
        assert.deepEqual(await findWith({ ...pending, SubscriptionArn: undefined }), [problem]);
    });

    it("fails for the subscriptions on every page", async () => {
        const ListSubscriptionsByTopic = ({ TopicArn, NextToken }: { TopicArn: string; NextToken?: string }) => {
            assert.equal(TopicArn, "arn:topic");
            return NextToken ? { Subscriptions: [pending] } : { Subscriptions: [pending], NextToken: "2" };
        };
        assert.deepEqual(await findProblems(subscriptionsCheck, { core }, { ListSubscriptionsByTopic }), [
            problem,
            problem,
        ]);
    });

    it("is skipped when nobody has subscribed", async () => {
        await assert.rejects(
            findWith(),
            new SkippedError("arn:topic has no subscription; notifications go out by mail only"),
        );
    });
});
