import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runLongCommand } from "../../util/run-long-command";

describe("a long command", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "long-command-"));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it("logs progress from the lines the command printed", async () => {
        const logged: string[] = [];
        await sh("echo one; echo two >&2; sleep 0.3", { log: (line) => logged.push(line), everyMs: 100 });
        assert.ok(logged.length > 1, logged.join());
        assert.match(logged.at(-1) ?? "", /^alive after 0 s with (one,two|two,one)$/);
    });

    it("fails with the last line of the output and writes all of it to the log file", async () => {
        await assert.rejects(sh("echo first; echo last; exit 4"), { message: "last" });
        assert.equal(await readFile(join(folder, "log"), "utf8"), "first\nlast\n");
    });

    it("terminates a command that takes too long", async () => {
        await assert.rejects(sh("exec sleep 60", { withinMs: 50 }), {
            message: "it ended with SIGTERM and printed nothing",
        });
    });

    function sh(script: string, more: { log?: (line: string) => void; everyMs?: number; withinMs?: number } = {}) {
        const formatProgress = (seconds: number, lines: readonly string[]) => `alive after ${seconds} s with ${lines}`;
        const common = {
            cwd: folder,
            env: process.env,
            logFile: join(folder, "log"),
            formatProgress,
            log: () => {},
        };
        return runLongCommand({ ...common, file: "/bin/sh", args: ["-c", script], ...more });
    }
});
