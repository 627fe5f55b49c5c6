import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

describe("devmin env", () => {
    const evaluated = (...words: string[]) =>
        spawnSync("bash", ["-c", `eval "$(./devmin env ${words.join(" ")})" && echo went on`], {
            cwd: root,
            env: { ...process.env, PULUMI_STACK: "nowhere" },
            encoding: "utf8",
        });

    for (const [what, words, says] of [
        [
            "for a role there is none of",
            ["root"],
            /there is no role for root: name one of kafka, demo, auditor, or none/,
        ],
        ["without a configuration", ["kafka"], /core has no configuration for the stack nowhere/],
    ] as const) {
        it(`${what} stops what the shell would go on with, under other rights`, () => {
            const { stdout, stderr, status } = evaluated(...words);
            assert.match(stderr, says);
            assert.equal(stdout, "");
            assert.notEqual(status, 0);
        });
    }
});
