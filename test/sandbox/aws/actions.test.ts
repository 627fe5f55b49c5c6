import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPython, pythonOf } from "../../../sandbox/aws/python";

const tools = join(__dirname, "..", "..", "..", ".sandbox", "tools");

describe("sandbox/aws actions", () => {
    it("mends the emulator as actions_test.py says", async function () {
        this.timeout(300_000); // it fetches the emulator, where no sandbox has yet
        await installPython({ tools }, console.log);
        const python = await pythonOf({ tools });
        const { status, stderr } = spawnSync(python, [join(__dirname, "actions_test.py")], { encoding: "utf8" });
        assert.equal(status, 0, stderr);
        assert.match(stderr, /Ran 12 tests/);
    });
});
