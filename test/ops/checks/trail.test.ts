import assert from "node:assert/strict";
import { SkippedError } from "../../../ops/checks/status";
import { findTrailProblems } from "../../../ops/checks/trail";

const createAdvice =
    "no trail records management events: let core create one with pulumi config set -C core trail make && pulumi up -C core";
const stopped = { arn: "arn:theirs", fault: "it is stopped" };
const unreadable = {
    arn: "arn:org",
    fault: "it cannot be read (AccessDenied)",
    isUnreadable: true,
} as const;

describe("the check of the trail", () => {
    it("passes with a trail that records, whoever created it", () => {
        assert.deepEqual(findTrailProblems([{ arn: "arn:theirs" }]), []);
        assert.deepEqual(findTrailProblems([{ arn: "arn:ours" }], "arn:ours"), []);
        assert.deepEqual(findTrailProblems([unreadable, stopped, { arn: "arn:theirs" }]), []);
    });

    it("says how to create a trail when there is none", () => assert.deepEqual(findTrailProblems([]), [createAdvice]));

    it("says why existing trails do not count", () => {
        assert.deepEqual(findTrailProblems([stopped]), [
            "arn:theirs does not record management events: it is stopped",
            createAdvice,
        ]);
    });

    it("fails when core's own trail does not record, whatever others exist", () => {
        const advice = "run pulumi up -C core --refresh";
        assert.deepEqual(findTrailProblems([{ ...stopped, arn: "arn:ours" }, { arn: "arn:theirs" }], "arn:ours"), [
            `core's trail arn:ours does not record management events: it is stopped; ${advice}`,
        ]);
        assert.deepEqual(findTrailProblems([], "arn:ours"), [
            `core's trail arn:ours does not record management events: it does not exist; ${advice}`,
        ]);
    });

    it("reports a second trail besides core's own, with its price, but not two of others", () => {
        const two = [{ arn: "arn:ours" }, { arn: "arn:theirs" }];
        assert.deepEqual(findTrailProblems(two, "arn:ours"), [
            "arn:theirs records the same as core's trail, at 2 USD per 100,000 events: delete one of them",
        ]);
        assert.deepEqual(findTrailProblems(two), []);
    });

    it("is skipped when the only trail belongs to someone else and cannot be read", () => {
        assert.throws(
            () => findTrailProblems([unreadable]),
            new SkippedError("arn:org may record management events, but it cannot be read (AccessDenied)"),
        );
    });
});
