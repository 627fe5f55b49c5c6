import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type LockHolder, readLocalStateSummary, removeStaleLocalLocks } from "../../../ops/pulumi/state";

const dead = spawnSync(process.execPath, ["-e", ""]).pid;
const good: LockHolder = { pid: dead, username: "me", hostname: hostname(), timestamp: "2026-01-01T00:00:00Z" };

describe("a local state", () => {
    let folder: string;
    let lock: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "devmin-state-"));
        const locks = join(folder, ".pulumi", "locks", "organization", "devmin-core", "dev");
        mkdirSync(locks, { recursive: true });
        lock = join(locks, "1.json");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("loses the lock of a dead process", () => {
        writeFileSync(lock, JSON.stringify(good));
        assert.deepEqual(removeStaleLocalLocks(folder), [lock]);
        assert.ok(!existsSync(lock));
    });

    // Other systems do not distinguish it from a running process.
    if (process.platform === "linux") {
        it("loses the lock of a zombie", async () => {
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
                writeFileSync(lock, JSON.stringify({ ...good, pid }));
                assert.deepEqual(removeStaleLocalLocks(folder), [lock]);
            } finally {
                parent.kill("SIGKILL");
            }
        });
    }

    for (const [whose, change] of [
        ["a running process", { pid: process.pid }],
        ["another machine", { hostname: `not-${hostname()}` }],
    ] as const) {
        it(`keeps the lock of ${whose}`, () => {
            writeFileSync(lock, JSON.stringify({ ...good, ...change }));
            assert.deepEqual(removeStaleLocalLocks(folder), []);
            assert.ok(existsSync(lock));
        });
    }

    it("is summarized by resources and secrets provider, and undefined when it does not exist", () => {
        const stacks = join(folder, ".pulumi", "stacks", "devmin-core");
        mkdirSync(stacks, { recursive: true });
        const latest = { resources: [{}, {}], secrets_providers: { type: "passphrase" }, pending_operations: [{}] };
        writeFileSync(join(stacks, "dev.json"), JSON.stringify({ version: 3, checkpoint: { latest } }));
        assert.deepEqual(readLocalStateSummary(folder, "core", "dev"), {
            resources: 2,
            secretsProvider: "passphrase",
            pendingOperations: 1,
        });
        assert.equal(readLocalStateSummary(folder, "core", "alice"), undefined);
    });
});
