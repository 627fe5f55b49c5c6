import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readVerdict } from "../../../ops/audit/entry";
import { appendAuditEntry, readAuditEntriesSince } from "../../../ops/audit/log";
import { listAllStoredObjects } from "../../../ops/audit/stored-entries";
import type { Environment } from "../../../ops/environment";
import { awsClients, createAwsError, type FakeInput } from "../../fake-aws";
import { startFakeBucket } from "../../fake-aws/bucket";

describe("the audit log", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    let env: Environment;
    beforeEach(() => {
        const root = mkdtempSync(join(tmpdir(), "devmin-evidence-"));
        mkdirSync(join(root, "policy-pack"));
        bucket = startFakeBucket({});
        env = { ...bucket.env, root };
    });
    afterEach(() => {
        bucket.stop();
        rmSync(env.root, { recursive: true });
    });

    it("has an entry for each of two concurrent writers, and the second entry has the hash of the first", async () => {
        const newEntry = { kind: "verify", verdict: "pass", details: [] } as const;
        const entries = await Promise.all([
            appendAuditEntry(env, awsClients, newEntry),
            appendAuditEntry(env, awsClients, newEntry),
        ]);
        assert.deepEqual(Object.keys(bucket.objects), ["chain/000001.json", "chain/000002.json"]);
        const [first = ""] = Object.values(bucket.objects);
        const previous = entries.sort((a, b) => a.number - b.number).map((entry) => entry.previous);
        assert.deepEqual(previous, [null, createHash("sha256").update(first).digest("hex")]);
    });

    it("goes on behind its last entry, whatever else is there", async () => {
        for (const key of ["000001", "000002", "999999", "zzz"]) bucket.objects[`chain/${key}.json`] = "{}";
        bucket.objects["chain/000003.json.bak"] = "{}";
        const { number } = await appendAuditEntry(env, awsClients, { kind: "up", verdict: "pass", details: {} });
        assert.equal(number, 3);
    });

    it("goes on behind an entry that was hidden or overwritten, and names the hash of what was written first", async () => {
        bucket.versions.push({ key: "chain/000001.json", id: "v2", body: "new" });
        bucket.versions.push({ key: "chain/000001.json", id: "v1", body: "old" });
        bucket.deleted["chain/000001.json"] = new Date();
        const entry = await appendAuditEntry(env, awsClients, { kind: "up", verdict: "pass", details: {} });
        assert.deepEqual([entry.number, entry.previous], [2, createHash("sha256").update("old").digest("hex")]);
    });

    for (const count of [999, 1_000, 1_001, 2_500, 5_000]) {
        it(`finds the end of ${count} entries with few requests`, async () => {
            for (let number = 1; number <= count; number++)
                bucket.objects[`chain/${String(number).padStart(6, "0")}.json`] = "{}";
            bucket.objects["chain/999999.json"] = "{}";
            const { number } = await appendAuditEntry(env, awsClients, { kind: "up", verdict: "pass", details: {} });
            assert.equal(number, count + 1);
            const requests = bucket.calls.filter(([operation]) => operation === "ListObjectVersions").length;
            assert.ok(requests <= 12, `${requests} requests`);
        });
    }

    it("tries again after a conflict, and gives up with the reason after 20 attempts", async () => {
        const put = bucket.responses.PutObject as (input: FakeInput) => object;
        const conflicts = [409, 409];
        bucket.responses.PutObject = (input) => {
            const status = conflicts.shift();
            return status
                ? createAwsError(status === 409 ? "ConditionalRequestConflict" : "PreconditionFailed", { status })
                : put(input);
        };
        const clock = { now: () => 0, sleep: async () => {} };
        const newEntry = { kind: "up", verdict: "pass", details: {} } as const;
        assert.equal((await appendAuditEntry(env, awsClients, newEntry, clock)).number, 1);
        conflicts.push(...Array(20).fill(412));
        await assert.rejects(appendAuditEntry(env, awsClients, newEntry, clock), {
            message:
                "the audit log in evidence took no entry in 20 attempts (entry 2: PreconditionFailed): see what else writes there with ./devmin audit verify",
        });
    });

    it("lists the entries since a time, including the second in which a state was written", async () => {
        const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 12, minute));
        for (const number of [1, 2, 3]) {
            bucket.objects[`chain/00000${number}.json`] = JSON.stringify({ number });
            bucket.modified[`chain/00000${number}.json`] = at(number);
        }
        const numbersSince = async (minute: number) =>
            (await readAuditEntriesSince(env, awsClients, await listAllStoredObjects(env, awsClients), at(minute))).map(
                ({ number }) => number,
            );
        assert.deepEqual([await numbersSince(2), await numbersSince(4)], [[2, 3], []]);
    });

    it("reads an entry that an earlier version wrote", async () => {
        bucket.objects["chain/000001.json"] = JSON.stringify({ number: 1, kind: "up", verdict: "holds" });
        const entries = await readAuditEntriesSince(
            env,
            awsClients,
            await listAllStoredObjects(env, awsClients),
            new Date(0),
        );
        assert.deepEqual(entries, [{ number: 1, kind: "up", verdict: "pass" }]);
    });
});

describe("a verdict", () => {
    for (const [written, verdict] of [
        ["pass", "pass"],
        ["fail", "fail"],
        ["holds", "pass"],
        ["broken", "fail"],
        ["passed", "fail"],
        [undefined, "fail"],
    ] as const) {
        it(`written as ${written} is read as ${verdict}`, () => assert.equal(readVerdict(written), verdict));
    }
});
