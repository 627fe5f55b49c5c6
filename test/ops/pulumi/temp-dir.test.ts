import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createTempFolder } from "../../../ops/pulumi/temp-dir";

const root = join(__dirname, "..", "..", "..");

describe("a temporary folder", () => {
    it("is removed at the end of its block", () => {
        let path: string;
        {
            using folder = createTempFolder();
            path = folder.path;
            assert.ok(existsSync(path));
        }
        assert.ok(!existsSync(path));
    });

    it("is removed when the process exits inside of the block", () => {
        const script = `require("./util/register-typescript");
            console.log(require("./ops/pulumi/temp-dir").createTempFolder().path);
            process.exit(130);`;
        const { stdout, status } = spawnSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
        assert.equal(status, 130);
        assert.match(stdout, /devmin-/);
        assert.ok(!existsSync(stdout.trim()));
    });

    it("of a process that was killed is removed by the next, one in use is not", () => {
        const script = `require("./util/register-typescript");
            console.log(require("./ops/pulumi/temp-dir").createTempFolder().path);
            process.kill(process.pid, "SIGKILL");`;
        const { stdout, signal } = spawnSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
        assert.equal(signal, "SIGKILL");
        assert.ok(existsSync(stdout.trim()));
        using first = createTempFolder();
        using second = createTempFolder();
        assert.ok(!existsSync(stdout.trim()));
        assert.ok(existsSync(first.path) && existsSync(second.path));
    });
});
