import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appendAuditEntry, listAuditEntriesSince, readVerdict } from "../../../ops/audit/log";
import type { Environment } from "../../../ops/environment";
import { awsClients } from "../../fake-aws";
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

    it("lists the entries since a time, including the second in which a state was written", async () => {
        const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 12, minute));
        for (const number of [1, 2, 3]) {
            bucket.objects[`chain/00000${number}.json`] = JSON.stringify({ number });
            bucket.modified[`chain/00000${number}.json`] = at(number);
        }
        const numbersSince = async (minute: number) =>
            (await listAuditEntriesSince(env, awsClients, at(minute))).map(({ number }) => number);
        assert.deepEqual([await numbersSince(2), await numbersSince(4)], [[2, 3], []]);
    });

    it("reads an entry that an earlier version wrote", async () => {
        bucket.objects["chain/000001.json"] = JSON.stringify({ number: 1, kind: "up", verdict: "holds" });
        const entries = await listAuditEntriesSince(env, awsClients, new Date(0));
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
