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

interface Asked {
    constructor: { name: string };
    input: { Key: string; Body: string; IfNoneMatch?: string };
}

describe("the chain of evidence", () => {
    const { send: s3 } = S3Client.prototype;
    const { send: sts } = STSClient.prototype;
    const objects = new Map<string, string>();
    const written = new Map<string, Date>();
    let env: Environment;

    /** S3 as far as a chain asks it: a key that is there is not written again by who says so. */
    const answers: Record<string, (input: Asked["input"]) => object> = {
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
        S3Client.prototype.send = async (command: Asked) => answers[command.constructor.name]?.(command.input);
        STSClient.prototype.send = async () => ({ Account: env.account, Arn: "arn:aws:iam::123456789012:role/me" });
    });
    after(() => {
        Object.assign(S3Client.prototype, { send: s3 });
        Object.assign(STSClient.prototype, { send: sts });
        rmSync(env.root, { recursive: true });
    });

    it("has a link for each of two writers at once, and the second one knows the first", async () => {
        const statement = { kind: "verify", verdict: "pass", details: [] } as const;
        const links = await Promise.all([appendAuditEntry(env, statement), appendAuditEntry(env, statement)]);
        assert.deepEqual([...objects.keys()], ["chain/000001.json", "chain/000002.json"]);
        const [first = ""] = objects.values();
        const previous = links.sort((a, b) => a.number - b.number).map((link) => link.previous);
        assert.deepEqual(previous, [null, createHash("sha256").update(first).digest("hex")]);
    });

    it("tells what was added since a time, to the second in which a state was written", async () => {
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
