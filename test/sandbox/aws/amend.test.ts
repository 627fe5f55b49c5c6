import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pythonOf } from "../../../sandbox/aws/python";

const tools = join(__dirname, "..", "..", "..", ".sandbox", "tools");

describe("sandbox/aws amend", () => {
    it("mends the emulator as amend_test.py says (not run where the emulator was never fetched)", async function () {
        const python = await pythonOf({ tools });
        if (!existsSync(python)) this.skip();
        const { status, stderr } = spawnSync(python, [join(__dirname, "amend_test.py")], { encoding: "utf8" });
        assert.equal(status, 0, stderr);
        assert.match(stderr, /Ran 10 tests/);
    });
});
