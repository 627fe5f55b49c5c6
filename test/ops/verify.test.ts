import assert from "node:assert/strict";
import { countOf, NotExercised } from "../../ops/answer";
import type { Check, Outputs } from "../../ops/checks/check";
import type { Environment } from "../../ops/environment";
import { answerTo } from "../../ops/verify";

describe("the answer to a check", () => {
    const answers: [string, Check["problems"], string, string[]][] = [
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
                throw new NotExercised("nobody has subscribed");
            },
            "not exercised here",
            ["nobody has subscribed"],
        ],
    ];
    for (const [what, problems, answer, because] of answers) {
        it(what, async () => {
            const check = { claim: "it is safe", problems };
            assert.deepEqual(await answerTo(check, {} as Environment, {} as Outputs), {
                claim: "it is safe",
                answer,
                because,
            });
        });
    }

    it("is counted, all three", () => {
        assert.equal(
            countOf(["holds", "not exercised here", "holds", "broken"]),
            "2 hold, 1 broken, 1 not exercised here",
        );
    });
});
