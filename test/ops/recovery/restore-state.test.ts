import assert from "node:assert/strict";
import { restoreState } from "../../../ops/recovery/restore-state";
import { type FakeObjectVersion, formatState, startFakeBucket } from "../fake-bucket";

const key = ".pulumi/stacks/devmin-demo/dev.json";
const full = { key, id: "v2", body: formatState([{ urn: "a" }, { urn: "b" }]) };
const older = { key, id: "v1", body: formatState([{ urn: "a" }]) };
const empty = { key, id: "v3", body: formatState([]) };
/** What Pulumi keeps beside it. */
const backup = { key: `${key}.bak`, id: "b1", body: formatState([{ urn: "c" }]) };

describe("a state that is gone", () => {
    let bucket: Awaited<ReturnType<typeof startFakeBucket>>;
    const given = async (objects: Record<string, string>, versions: FakeObjectVersion[]) => {
        bucket = await startFakeBucket(objects, versions);
        return restoreState(bucket.env, "demo");
    };
    afterEach(() => bucket.close());

    for (const { title, versions } of [
        { title: "comes back as its last version was", versions: [full, older, backup] },
        { title: "comes back as it was before it was empty", versions: [empty, full, older, backup] },
    ]) {
        it(title, async () => {
            const restored = await given({}, versions);
            assert.deepEqual(restored, { versionId: "v2", at: new Date("2026-11-24T10:00:00Z"), resources: 2 });
            assert.deepEqual(bucket.written, [{ key, body: full.body, ifNoneMatch: "*" }]);
        });
    }

    it("is not put over one that is there, though that knows of nothing", async () => {
        assert.equal(await given({ [key]: empty.body }, [empty, full]), undefined);
        assert.deepEqual(bucket.written, []);
    });

    it("is nothing that comes back where no version knew of anything", async () => {
        await assert.rejects(given({}, [empty, backup]), {
            message: /^states holds no state of demo, and no version .* make an empty one with \.\/devmin bootstrap\.$/,
        });
        assert.deepEqual(bucket.written, []);
    });
});
