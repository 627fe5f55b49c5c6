import assert from "node:assert/strict";
import type { Check, EnvironmentOutputs } from "../../ops/checks/check";
import { formatStatusCounts, SkippedError } from "../../ops/checks/status";
import type { Environment } from "../../ops/environment";
import { runCheck } from "../../ops/verify";

describe("a check", () => {
    const answers: [string, Check["findProblems"], string, string[]][] = [
        ["passes without a problem", async () => [], "pass", []],
        ["fails with one", async () => ["the bucket leaks"], "fail", ["the bucket leaks"]],
        [
            "fails when the cloud cannot be read",
            async () => {
                throw new Error("ECONNREFUSED");
            },
            "fail",
            ["it could not be checked: ECONNREFUSED"],
        ],
        [
            "is skipped, with the reason, when there is nothing to check",
            async () => {
                throw new SkippedError("nobody has subscribed");
            },
            "skipped",
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

    it("counts how many of each there are", () => {
        assert.equal(formatStatusCounts(["pass", "skipped", "pass", "fail"]), "2 pass, 1 fail, 1 skipped");
    });
});
