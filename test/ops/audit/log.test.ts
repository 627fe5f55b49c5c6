import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { appendAuditEntry, listAuditEntriesSince, readVerdict } from "../../../ops/audit/log";
import type { Environment } from "../../../ops/environment";

const refusal = (name: string, httpStatusCode: number) =>
    new S3ServiceException({ name, $fault: "client", $metadata: { httpStatusCode } });

interface FakeCommand {
    constructor: { name: string };
    input: { Key: string; Body: string; IfNoneMatch?: string };
}

describe("the audit log", () => {
    const { send: s3 } = S3Client.prototype;
    const { send: sts } = STSClient.prototype;
    const objects = new Map<string, string>();
    const written = new Map<string, Date>();
    let env: Environment;

    /** The S3 commands that an audit log uses; with `If-None-Match: *` an existing key is not written again. */
    const handlers: Record<string, (input: FakeCommand["input"]) => object> = {
        ListObjectsV2Command: () => ({
            Contents: [...objects.keys()].sort().map((Key) => ({ Key, LastModified: written.get(Key) })),
        }),
        GetObjectCommand: ({ Key }) => ({
            Body: { transformToByteArray: async () => Buffer.from(objects.get(Key) ?? "") },
        }),
        HeadObjectCommand: () => {
            throw refusal("NotFound", 404);
        },
        PutObjectCommand: ({ Key, Body, IfNoneMatch }) => {
            if (IfNoneMatch === "*" && objects.has(Key)) throw refusal("PreconditionFailed", 412);
            objects.set(Key, Body);
            return {};
        },
    };

    beforeEach(() => objects.clear());
    before(() => {
        const root = mkdtempSync(join(tmpdir(), "devmin-evidence-"));
        mkdirSync(join(root, "policy-pack"));
        env = { root, stack: "dev", account: "123456789012", region: "eu-central-1" } as Environment;
        S3Client.prototype.send = async (command: FakeCommand) => handlers[command.constructor.name]?.(command.input);
        STSClient.prototype.send = async () => ({ Account: env.account, Arn: "arn:aws:iam::123456789012:role/me" });
    });
    after(() => {
        Object.assign(S3Client.prototype, { send: s3 });
        Object.assign(STSClient.prototype, { send: sts });
        rmSync(env.root, { recursive: true });
    });

    it("has an entry for each of two concurrent writers, and the second has the hash of the first", async () => {
        const newEntry = { kind: "verify", verdict: "pass", details: [] } as const;
        const entries = await Promise.all([appendAuditEntry(env, newEntry), appendAuditEntry(env, newEntry)]);
        assert.deepEqual([...objects.keys()], ["chain/000001.json", "chain/000002.json"]);
        const [first = ""] = objects.values();
        const previous = entries.sort((a, b) => a.number - b.number).map((entry) => entry.previous);
        assert.deepEqual(previous, [null, createHash("sha256").update(first).digest("hex")]);
    });

    it("lists the entries since a time, including the second in which a state was written", async () => {
        const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 12, minute));
        for (const number of [1, 2, 3]) {
            objects.set(`chain/00000${number}.json`, JSON.stringify({ number }));
            written.set(`chain/00000${number}.json`, at(number));
        }
        const numbersSince = async (minute: number) =>
            (await listAuditEntriesSince(env, at(minute))).map(({ number }) => number);
        assert.deepEqual([await numbersSince(2), await numbersSince(4)], [[2, 3], []]);
    });

    it("reads an entry that an earlier version wrote", async () => {
        const key = "chain/000001.json";
        objects.set(key, JSON.stringify({ number: 1, kind: "up", verdict: "holds" }));
        written.set(key, new Date(0));
        const entries = await listAuditEntriesSince(env, new Date(0));
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
        it(`written as ${written} is ${verdict}`, () => assert.equal(readVerdict(written), verdict));
    }
});
