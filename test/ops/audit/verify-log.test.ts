import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appendAuditEntry, hashSha256 } from "../../../ops/audit/log";
import { type AuditLogReport, verifyAuditLog } from "../../../ops/audit/verify-log";
import type { Environment } from "../../../ops/environment";
import { awsClients } from "../../fake-aws";
import { startFakeBucket } from "../../fake-aws/bucket";

const result = "runs/pulse/1.json";

describe("the verification of the audit log", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    let env: Environment;
    beforeEach(async () => {
        const root = mkdtempSync(join(tmpdir(), "devmin-audit-"));
        mkdirSync(join(root, "policy-pack"));
        bucket = startFakeBucket({}, [{ key: result, id: "r1", body: "result" }]);
        bucket.objects[result] = "result";
        env = { ...bucket.env, root };
        for (const attach of [[], [result], []]) await append(attach);
    });
    afterEach(() => {
        bucket.stop();
        rmSync(env.root, { recursive: true });
    });

    const append = async (attach: string[] = []) => {
        const { number } = await appendAuditEntry(env, awsClients, {
            kind: "up",
            verdict: "pass",
            details: {},
            attach,
        });
        bucket.modified[`chain/00000${number}.json`] = new Date();
    };
    const verify = (rereads = true): Promise<AuditLogReport> => verifyAuditLog(env, awsClients, { rereads });
    /** What is put over an object: S3 keeps the version below. */
    const overwrite = (key: string, body: string) => {
        const original = { key, id: "v1", body: bucket.objects[key] as string, at: bucket.modified[key] };
        bucket.versions.push({ key, id: "v2", body, at: new Date("2026-11-24T11:00:00Z") }, original);
        bucket.objects[key] = body;
    };
    const rewrite = (key: string, changes: object) => {
        bucket.objects[key] = JSON.stringify({ ...JSON.parse(bucket.objects[key] as string), ...changes });
    };

    it("has no finding in a log as it was written", async () => {
        assert.deepEqual(await verify(), { entries: 3, read: 3, attachments: 1, problems: [] });
    });

    const trials: [title: string, change: () => void, problem: RegExp][] = [
        [
            "an entry that was overwritten",
            () => overwrite("chain/000002.json", "{}"),
            /^entry 2 was overwritten at 2026-11-24T11:00:00Z; its first version, of .*, is kept and counts$/,
        ],
        [
            "an entry that was hidden by a delete marker",
            () => {
                bucket.deleted["chain/000003.json"] = new Date("2026-11-24T11:00:00Z");
            },
            /^entry 3 was deleted at 2026-11-24T11:00:00Z; its first version, of .*, is kept and counts$/,
        ],
        [
            "an entry that does not follow",
            () => {
                bucket.objects["chain/999999.json"] = "{}";
            },
            /^entry 999999 does not follow entry 3: it was planted, or those between were deleted for good$/,
        ],
        [
            "a key that no entry has",
            () => {
                bucket.objects["chain/zzz.json"] = "{}";
            },
            /^chain\/zzz\.json is no entry of the log: devmin did not write it$/,
        ],
        [
            "an entry with another content than the next one names",
            () => rewrite("chain/000001.json", { verdict: "fail" }),
            /^entry 2 has another hash than that of entry 1$/,
        ],
        [
            "an entry with another number than its key's",
            () => rewrite("chain/000003.json", { number: 7 }),
            /^entry 3 says that it is number 7$/,
        ],
        [
            "an entry with another time than S3's",
            () => rewrite("chain/000003.json", { at: "2026-01-01T00:00:00Z" }),
            /^entry 3 says that it is of 2026-01-01T00:00:00Z; S3 has it since /,
        ],
        [
            "an entry that is not valid JSON",
            () => {
                bucket.objects["chain/000003.json"] = "{";
            },
            /^entry 3 is not valid JSON$/,
        ],
        [
            "a result that was overwritten",
            () =>
                bucket.versions.unshift({
                    key: result,
                    id: "r2",
                    body: "better",
                    at: new Date("2026-11-24T11:00:00Z"),
                }),
            /^runs\/pulse\/1\.json was overwritten at 2026-11-24T11:00:00Z; /,
        ],
        [
            "a result whose recorded version is gone",
            () => {
                bucket.versions.splice(0, 1, { key: result, id: "r2", body: "result" });
            },
            /^runs\/pulse\/1\.json, as entry 2 recorded it, was deleted for good$/,
        ],
        [
            "a result with another content",
            () => {
                bucket.versions.splice(0, 1, { key: result, id: "r1", body: "better" });
            },
            /^runs\/pulse\/1\.json is not what entry 2 recorded$/,
        ],
    ];
    for (const [title, change, problem] of trials) {
        it(`finds ${title}`, async () => {
            change();
            const { problems } = await verify();
            assert.equal(problems.length, 1, problems.join("\n"));
            assert.match(problems[0] as string, problem);
        });
    }

    it("finds entries that are missing in the middle", async () => {
        await append();
        delete bucket.objects["chain/000002.json"];
        assert.deepEqual((await verify()).problems, [
            "entry 3 does not follow entry 1: it was planted, or those between were deleted for good",
            "entry 4 does not follow entry 1: it was planted, or those between were deleted for good",
        ]);
    });

    it("finds entries that are missing at the end, in a clone that has verified them", async () => {
        await verify();
        delete bucket.objects["chain/000003.json"];
        assert.deepEqual((await verify(false)).problems, [
            "the log ends at entry 2, and this clone has verified entry 3: the entries between were deleted for good",
        ]);
    });

    it("finds another log in the place of the one that this clone has verified", async () => {
        await verify();
        const first = bucket.objects["chain/000001.json"] as string;
        for (const key of Object.keys(bucket.objects)) delete bucket.objects[key];
        bucket.objects[result] = "result";
        for (let count = 0; count < 3; count++) await append();
        assert.notEqual(hashSha256(bucket.objects["chain/000001.json"] ?? ""), hashSha256(first));
        assert.deepEqual((await verify(false)).problems, [
            "entry 3 is not the one that this clone has verified before",
        ]);
    });

    it("reads only what was added since, and finds a change of what it has read before", async () => {
        await verify();
        await append();
        assert.deepEqual(await verify(false), { entries: 4, read: 2, attachments: 0, problems: [] });
        overwrite("chain/000001.json", "{}");
        const { read, problems } = await verify(false);
        assert.deepEqual([read, problems.length], [1, 1]);
    });

    it("does not remember a log with findings", async () => {
        await verify();
        bucket.objects["chain/zzz.json"] = "{}";
        await append();
        await verify(false);
        delete bucket.objects["chain/zzz.json"];
        assert.equal((await verify(false)).read, 2);
    });

    it("names the file if what this clone remembers is damaged", async () => {
        await verify();
        const file = join(env.root, ".devmin", "audit", "evidence.json");
        writeFileSync(file, "{");
        await assert.rejects(verify(), {
            message: `${file} is damaged: remove it, and the whole audit log is verified again.`,
        });
    });
});
