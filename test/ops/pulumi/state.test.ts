import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
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
        const latest = {
            manifest: { time: "2026-11-24T09:59:00Z" },
            resources: [{ urn: "a" }, { urn: "b" }],
            secrets_providers: { type: "passphrase" },
            pending_operations: [{}],
        };
        const checkpoint = { stack: "organization/devmin-core/dev", latest };
        writeFileSync(join(stacks, "dev.json"), JSON.stringify({ version: 3, checkpoint }));
        assert.deepEqual(readLocalStateSummary(folder, "core", "dev"), {
            resources: 2,
            secretsProvider: "passphrase",
            pendingOperations: 1,
        });
        assert.equal(readLocalStateSummary(folder, "core", "alice"), undefined);
        writeFileSync(join(stacks, "dev.json"), JSON.stringify({ version: 3, checkpoint }).slice(0, 50));
        assert.throws(() => readLocalStateSummary(folder, "core", "dev"), {
            message:
                /^the local state of core in .*dev\.json is damaged \(it is not valid JSON: .*\): .*dev\.json\.bak/,
        });
    });
});
