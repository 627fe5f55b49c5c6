import assert from "node:assert/strict";
import type { Check, EnvironmentOutputs } from "../../ops/checks/check";
import { formatStatusCounts, SkippedError } from "../../ops/checks/status";
import type { Environment } from "../../ops/environment";
import { runCheck } from "../../ops/verify";

describe("the answer to a check", () => {
    const answers: [string, Check["findProblems"], string, string[]][] = [
        ["holds without a problem", async () => [], "holds", []],
        ["is broken with one", async () => ["the bucket leaks"], "broken", ["the bucket leaks"]],
        [
            "is broken when the cloud could not be asked",
            async () => {
                throw new Error("ECONNREFUSED");
            },
            "broken",
            ["it could not be checked: ECONNREFUSED"],
        ],
        [
            "is the third, with its reason, when there is nothing to ask",
            async () => {
                throw new SkippedError("nobody has subscribed");
            },
            "not exercised here",
            ["nobody has subscribed"],
        ],
    ];
    for (const [what, findProblems, answer, because] of answers) {
        it(what, async () => {
            const check = { claim: "it is safe", findProblems };
            assert.deepEqual(await runCheck(check, {} as Environment, {} as EnvironmentOutputs), {
                claim: "it is safe",
                answer,
                because,
            });
        });
    }

    it("is counted, all three", () => {
        assert.equal(
            formatStatusCounts(["holds", "not exercised here", "holds", "broken"]),
            "2 hold, 1 broken, 1 not exercised here",
        );
    });
});
