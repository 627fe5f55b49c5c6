import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runLongCommand } from "../../util/run-long-command";

describe("longCommand", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "long-command-"));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it("gives signs of life from what the command printed", async () => {
        const said: string[] = [];
        await sh("echo one; echo two >&2; sleep 0.3", { log: (line) => said.push(line), everyMs: 100 });
        assert.ok(said.length > 1, said.join());
        assert.match(said.at(-1) ?? "", /^alive after 0 s with (one,two|two,one)$/);
    });

    it("fails with the command's last words and keeps them all", async () => {
        await assert.rejects(sh("echo first; echo last; exit 4"), { message: "last" });
        assert.equal(await readFile(join(folder, "log"), "utf8"), "first\nlast\n");
    });

    it("ends a command that takes too long", async () => {
        await assert.rejects(sh("exec sleep 60", { withinMs: 50 }), {
            message: "it ended with SIGTERM and said nothing",
        });
    });

    function sh(script: string, more: { log?: (line: string) => void; everyMs?: number; withinMs?: number } = {}) {
        const life = (seconds: number, lines: readonly string[]) => `alive after ${seconds} s with ${lines}`;
        const common = {
            cwd: folder,
            env: process.env,
            logFile: join(folder, "log"),
            formatProgress: life,
            log: () => {},
        };
        return runLongCommand({ ...common, file: "/bin/sh", args: ["-c", script], ...more });
    }
});
