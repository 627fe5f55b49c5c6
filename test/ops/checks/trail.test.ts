import assert from "node:assert/strict";
import { SkippedError } from "../../../ops/checks/status";
import { findTrailProblems } from "../../../ops/checks/trail";

const make =
    "no trail records who changes what: have core make one, with pulumi config set -C core trail make && pulumi up -C core";
const stopped = { arn: "arn:theirs", fault: "it is stopped" };
const closed = {
    arn: "arn:org",
    fault: "it does not let itself be looked into (AccessDenied)",
    isUnreadable: true,
} as const;

describe("check trail", () => {
    it("holds with one that records, whoever made it", () => {
        assert.deepEqual(findTrailProblems([{ arn: "arn:theirs" }]), []);
        assert.deepEqual(findTrailProblems([{ arn: "arn:ours" }], "arn:ours"), []);
        assert.deepEqual(findTrailProblems([closed, stopped, { arn: "arn:theirs" }]), []);
    });

    it("says how to make one where there is none", () => assert.deepEqual(findTrailProblems([]), [make]));

    it("says why those are none that there are", () => {
        assert.deepEqual(findTrailProblems([stopped]), ["arn:theirs is no record, as it is stopped", make]);
    });

    it("is broken when core's own is none, whatever others there are", () => {
        const fault = "run pulumi up -C core --refresh";
        assert.deepEqual(findTrailProblems([{ ...stopped, arn: "arn:ours" }, { arn: "arn:theirs" }], "arn:ours"), [
            `core's trail arn:ours is no record, as it is stopped: ${fault}`,
        ]);
        assert.deepEqual(findTrailProblems([], "arn:ours"), [
            `core's trail arn:ours is no record, as it is gone: ${fault}`,
        ]);
    });

    it("names one beside core's own, with what it costs; others' trails are theirs", () => {
        const two = [{ arn: "arn:ours" }, { arn: "arn:theirs" }];
        assert.deepEqual(findTrailProblems(two, "arn:ours"), [
            "arn:theirs records the same as core's trail, at 2 USD for 100,000 events: let one of them go",
        ]);
        assert.deepEqual(findTrailProblems(two), []);
    });

    it("is not exercised where the only one is somebody else's, and closed", () => {
        assert.throws(
            () => findTrailProblems([closed]),
            new SkippedError("arn:org may be one, but it does not let itself be looked into (AccessDenied)"),
        );
    });
});
