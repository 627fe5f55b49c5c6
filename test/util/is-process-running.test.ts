import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isProcessRunning } from "../../util/is-process-running";

describe("a process", () => {
    it("is running while it runs", () => {
        assert.equal(isProcessRunning(process.pid), true);
    });

    it("is not running once it has ended", () => {
        const { pid } = spawnSync(process.execPath, ["--version"]);
        assert.equal(isProcessRunning(pid), false);
    });

    it("is running if it belongs to another user", () => {
        const { kill } = process;
        process.kill = () => {
            throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
        };
        try {
            assert.equal(isProcessRunning(1), true);
        } finally {
            process.kill = kill;
        }
    });

    // Other systems do not distinguish it from a running process.
    if (process.platform === "linux") {
        it("is not running once it is a zombie", async () => {
            // The shell becomes a program that never waits for the child it inherits; only then may the child end.
            const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"], {
                stdio: ["ignore", "pipe", "inherit"],
            });
            try {
                const [output] = await once(parent.stdout, "data");
                const pid = Number(String(output));
                while (readFileSync(`/proc/${parent.pid}/comm`, "utf8").trim() !== "sleep") await sleep(10);
                process.kill(pid, "SIGKILL");
                while (!/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))) await sleep(10);
                assert.equal(isProcessRunning(pid), false);
            } finally {
                parent.kill("SIGKILL");
            }
        });
    }
});
