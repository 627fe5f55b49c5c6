import assert from "node:assert/strict";
import { restoreState } from "../../../ops/recovery/restore-state";
import { awsClients } from "../../fake-aws";
import { type FakeObjectVersion, formatState, startFakeBucket } from "../../fake-aws/bucket";

const key = ".pulumi/stacks/devmin-demo/dev.json";
const full = { key, id: "v2", body: formatState([{ urn: "a" }, { urn: "b" }]) };
const older = { key, id: "v1", body: formatState([{ urn: "a" }]) };
const empty = { key, id: "v3", body: formatState([]) };
/** The backup that Pulumi writes next to it. */
const backup = { key: `${key}.bak`, id: "b1", body: formatState([{ urn: "c" }]) };

describe("a missing state", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    const restoreFrom = async (objects: Record<string, string>, versions: FakeObjectVersion[]) => {
        bucket = startFakeBucket(objects, versions);
        return restoreState(bucket.env, awsClients, "demo");
    };
    afterEach(() => bucket.stop());

    for (const { title, versions } of [
        { title: "is restored from its last version", versions: [full, older, backup] },
        { title: "is restored from the last version with resources", versions: [empty, full, older, backup] },
    ]) {
        it(title, async () => {
            const restored = await restoreFrom({}, versions);
            assert.deepEqual(restored, { versionId: "v2", at: new Date("2026-11-24T10:00:00Z"), resources: 2 });
            assert.deepEqual(bucket.written, [{ key, body: full.body, ifNoneMatch: "*" }]);
        });
    }

    it("does not overwrite an existing state, even an empty one", async () => {
        assert.equal(await restoreFrom({ [key]: empty.body }, [empty, full]), undefined);
        assert.deepEqual(bucket.written, []);
    });

    it("is not restored when no version has resources", async () => {
        await assert.rejects(restoreFrom({}, [empty, backup]), {
            message:
                /^states has no state of demo, and no earlier version .* create an empty state with \.\/devmin bootstrap\.$/,
        });
        assert.deepEqual(bucket.written, []);
    });
});
