import assert from "node:assert/strict";
import type { StateResource } from "../../../ops/pulumi/state";
import { restoreState } from "../../../ops/recovery/restore-state";
import { awsClients } from "../../fake-aws";
import { type FakeObjectVersion, formatState, startFakeBucket } from "../../fake-aws/bucket";

const key = ".pulumi/stacks/devmin-demo/dev.json";
const [a, b] = [{ urn: "a" }, { urn: "b" }];
const full = { key, id: "v2", body: formatState([a, b], "demo", "2026-11-24T09:02:00Z") };
const older = { key, id: "v1", body: formatState([a], "demo", "2026-11-24T09:01:00Z") };
const empty = { key, id: "v3", body: formatState([], "demo", "2026-11-24T09:03:00Z") };
/** The backup that Pulumi writes next to it. */
const backup = { key: `${key}.bak`, id: "b1", body: formatState([{ urn: "c" }]) };

describe("a state", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    let lines: string[];
    /** What is current is the newest version, unless the state was deleted. */
    const restoreFrom = async (
        versions: FakeObjectVersion[],
        {
            isDeleted = false,
            confirm = async () => true,
            listMissing = async (_: readonly StateResource[]): Promise<string[]> => [],
        } = {},
    ) => {
        lines = [];
        bucket = startFakeBucket(isDeleted ? {} : { [key]: versions[0]?.body ?? "" }, versions);
        return restoreState(bucket.env, awsClients, "demo", {
            log: (line) => lines.push(line),
            confirm,
            listMissing,
        });
    };
    afterEach(() => bucket.stop());

    for (const { title, versions } of [
        { title: "is restored from its last version", versions: [full, older, backup] },
        { title: "is restored from the last version with resources", versions: [empty, full, older, backup] },
    ]) {
        it(`that was deleted ${title}`, async () => {
            const restored = await restoreFrom(versions, { isDeleted: true });
            assert.deepEqual(restored, { versionId: "v2", at: new Date("2026-11-24T10:00:00Z"), resources: [a, b] });
            assert.deepEqual(bucket.written, [{ key, body: full.body, ifNoneMatch: "*" }]);
        });
    }

    for (const [title, body, problem] of [
        ["truncated to nothing", "", "it is empty"],
        [
            "cut in the middle",
            full.body.slice(0, 60),
            "it is not valid JSON: Unterminated string in JSON at position 60",
        ],
        ["of another stack", formatState([a], "kafka"), "it is the state of organization/devmin-kafka/dev"],
        [
            "with another stack's resources",
            formatState([{ urn: "urn:pulumi:dev::devmin-kafka::t::n" }]),
            "its resource 1 ",
        ],
        ["that is no checkpoint", "{}", "it is not a Pulumi checkpoint"],
        ["a copy of an older version", older.body, "it is a copy of version v1, which version v2 of .* had replaced"],
    ] as const) {
        it(`that is ${title} is restored from the version before, on the condition that nobody wrote another`, async () => {
            const restored = await restoreFrom([{ key, id: "v4", body }, full, older]);
            assert.equal(restored?.versionId, "v2");
            assert.match(
                lines[0] ?? "",
                new RegExp(`^the state of demo is damaged \\(version v4, since 2026-11-24T10:00:00.000Z: ${problem}`),
            );
            assert.deepEqual(bucket.written, [{ key, body: full.body, ifNoneMatch: undefined }]);
            const [, put] = bucket.calls.find(([operation]) => operation === "PutObject") ?? [];
            assert.deepEqual(put?.IfMatch, "*");
        });
    }

    it("is not restored from a damaged version, which is named", async () => {
        const damaged = { key, id: "v3", body: full.body.slice(0, 60) };
        const unreadable = { key, id: "v0", body: "" };
        const restored = await restoreFrom([unreadable, damaged, full], { isDeleted: true });
        assert.equal(restored?.versionId, "v2");
        assert.deepEqual(
            lines.slice(1, 3).map((line) => line.replace(/ of 2026[^:]+:\d+:\d+\.\d+Z/, "")),
            [
                "skipped version v0: it is empty",
                `skipped version v3: it is not valid JSON: Unterminated string in JSON at position 60${process.version.startsWith("v20") ? "" : " (line 1 column 61)"}`,
            ],
        );
    });

    it("is compared with the clouds before anything is written", async () => {
        const asked: unknown[] = [];
        const restoring = restoreFrom([{ key, id: "v4", body: "" }, full], {
            listMissing: async (resources) => {
                asked.push(resources);
                return ["NAT gateway nat-1"];
            },
            confirm: async () => false,
        });
        await assert.rejects(restoring, {
            message: /^nothing was changed: you did not confirm that v2 is restored\.$/,
        });
        assert.deepEqual(asked, [[a, b]]);
        assert.deepEqual(lines.slice(-2), ["it lacks, of what is in the clouds:", "  NAT gateway nat-1"]);
        assert.deepEqual(bucket.written, []);
    });

    it("is restored although the clouds cannot be asked, which is said", async () => {
        await restoreFrom([{ key, id: "v4", body: "" }, full], {
            listMissing: () => Promise.reject(new Error("no role")),
        });
        assert.equal(lines.at(-1), "  nobody knows what, as the clouds could not be asked: no role");
    });

    for (const [title, versions] of [
        ["empty one", [empty, full]],
        ["older one by another machine's clock", [older, full]],
        ["version with the same manifest, as an import leaves it", [{ ...full, id: "v5" }, full, older]],
    ] as const) {
        it(`that can be read is not restored: ${title}`, async () => {
            assert.equal(await restoreFrom([...versions]), undefined);
            assert.deepEqual(bucket.written, []);
        });
    }

    it("that recover restored is not damaged, although it is a copy of an older version", async () => {
        const restoring = restoreFrom([
            { ...older, id: "v5" },
            { ...older, id: "v4", restoredFrom: "v1" },
            full,
            older,
        ]);
        assert.equal(await restoring, undefined);
    });

    it("is not restored when no version has resources", async () => {
        await assert.rejects(restoreFrom([empty, backup], { isDeleted: true }), {
            message:
                /^states has no state of demo, and no earlier version .* create an empty state with \.\/devmin bootstrap\.$/,
        });
        assert.deepEqual(bucket.written, []);
    });
});
