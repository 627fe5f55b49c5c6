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

    it("loses the lock of a process that is gone", () => {
        writeFileSync(lock, JSON.stringify(good));
        assert.deepEqual(removeStaleLocalLocks(folder), [lock]);
        assert.ok(!existsSync(lock));
    });

    // Elsewhere nobody tells that one from a process that lives.
    if (process.platform === "linux") {
        it("loses the lock of a process that has ended, and that nobody has asked about", async () => {
            // The shell becomes a program that never asks about the child it was handed; only then the child may end.
            const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"], {
                stdio: ["ignore", "pipe", "inherit"],
            });
            try {
                const [said] = await once(parent.stdout, "data");
                const pid = Number(String(said));
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
        ["a process that lives", { pid: process.pid }],
        ["another machine", { hostname: `not-${hostname()}` }],
    ] as const) {
        it(`keeps the lock of ${whose}`, () => {
            writeFileSync(lock, JSON.stringify({ ...good, ...change }));
            assert.deepEqual(removeStaleLocalLocks(folder), []);
            assert.ok(existsSync(lock));
        });
    }

    it("tells resources and secrets provider of a stack, and nothing of one that is not there", () => {
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
