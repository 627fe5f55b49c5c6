import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getInterpreter, installPython } from "../../../local-cloud/aws/python";

const tools = join(__dirname, "..", "..", "..", ".sandbox", "tools");

describe("devmin's additions to the AWS emulator", () => {
    before(async function () {
        this.timeout(300_000); // downloads the emulator if it is not there yet
        await installPython({ tools }, console.log);
    });

    for (const name of [
        "ministack_patches",
        "authorization",
        "budget_actions",
        "cost_explorer",
        "trails",
        "web_identity",
        "consistency",
        "service_deployments",
        "service_scheduler",
    ]) {
        it(`pass ${name}_test.py`, async () => {
            const file = join(__dirname, `${name}_test.py`);
            const tests = readFileSync(file, "utf8").match(/^ {4}def test_/gm) ?? [];
            const { status, stderr } = spawnSync(await getInterpreter({ tools }), [file], { encoding: "utf8" });
            assert.equal(status, 0, stderr);
            assert.match(stderr, new RegExp(`^Ran ${tests.length} tests`, "m"));
        }).timeout(60_000);
    }
});
