import assert from "node:assert/strict";
import { waitForVersioning } from "../../../ops/pulumi/versioned-bucket";
import { awsClients, createAwsError, startFakeAws } from "../../fake-aws";

describe("a bucket whose versioning was just enabled", () => {
    let now: number;
    let cloud: ReturnType<typeof startFakeAws>;
    /** Seconds after which versioning reads as enabled, a new object gets a version, and every read of it is answered. */
    const startS3 = (enabledAfter: number, versionedAfter: number, readAfter: number) => {
        now = 0;
        let reads = 0;
        cloud = startFakeAws({
            GetBucketVersioning: () => (now < enabledAfter ? {} : { Status: "Enabled" }),
            PutObject: () => (now < versionedAfter ? {} : { VersionId: `v${now}` }),
            // Intermittent: every second read fails until it is over.
            GetObject: () =>
                now < readAfter && reads++ % 2
                    ? createAwsError("NoSuchKey", { status: 404 })
                    : { Body: { transformToString: async () => "" } },
        });
    };
    const clock = {
        now: () => now * 1_000,
        sleep: async (ms: number) => {
            now += ms / 1_000;
        },
    };
    const count = (operation: string) => cloud.calls.filter(([name]) => name === operation).length;
    afterEach(() => cloud.stop());

    const delays: [title: string, enabled: number, versioned: number, read: number][] = [
        ["reads as enabled", 10, 0, 0],
        ["gives a new object a version", 0, 10, 0],
        ["answers every read of that version", 0, 0, 10],
    ];
    for (const [title, enabled, versioned, read] of delays) {
        it(`is waited for until it ${title}`, async () => {
            startS3(enabled, versioned, read);
            await waitForVersioning(awsClients, "states", { clock });
            assert.equal(now, 10);
        });
    }

    it("is left without the versions that were written to find out", async () => {
        startS3(0, 0, 10);
        await waitForVersioning(awsClients, "states", { clock });
        const written = cloud.calls.filter(([name]) => name === "PutObject").length;
        const deleted = cloud.calls.filter(([name]) => name === "DeleteObject").map(([, { VersionId }]) => VersionId);
        assert.deepEqual(deleted, ["v0", "v2", "v4", "v6", "v8", "v10"]);
        assert.equal(written, deleted.length);
    });

    it("is given up after the 15 minutes that AWS recommends to wait", async () => {
        startS3(0, 0, Number.POSITIVE_INFINITY);
        await assert.rejects(waitForVersioning(awsClients, "states", { clock }), {
            message:
                "waited 900 s for states to keep versions: a version that was just written is answered with NoSuchKey",
        });
        assert.equal(count("PutObject"), 451);
    });
});
