import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrapEnvironment } from "../../ops/bootstrap";
import { startFakeBucket } from "./fake-bucket";

const key = ".pulumi/stacks/devmin-core/dev.json";
const settled = JSON.stringify({ checkpoint: { latest: { resources: [{}], secrets_providers: { type: "cloud" } } } });

describe("bootstrap in a clone that has no state of core", () => {
    let root: string;
    let bucket: Awaited<ReturnType<typeof startFakeBucket>>;
    const begun: string[] = [];
    const given = async (objects: Record<string, string>) => {
        bucket = await startFakeBucket(objects);
        const run = async (project: string, [word]: string[]) => {
            begun.push(`${word} ${project}`);
            throw new Error("begun");
        };
        return bootstrapEnvironment({ ...bucket.env, root, kmsKeyUrl: "awskms://it?" }, run as never, () => {});
    };
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "devmin-bootstrap-"));
        for (const layer of ["core", "kafka", "demo"]) mkdirSync(join(root, layer));
        begun.length = 0;
    });
    afterEach(async () => {
        rmSync(root, { recursive: true });
        await bucket.close();
    });

    for (const { title, objects, says } of [
        {
            title: "makes nothing where somebody has brought the stack up, and names the line that takes it in",
            objects: { "": "", [key]: settled },
            says: /^the stack dev is up already .* add the line secretsprovider: awskms:\/\/it\?&context_layer=core; .*\.\/devmin join/,
        },
        {
            title: "makes nothing where somebody else is bringing it up",
            objects: { "": "" },
            says: /^states is there and holds no state of core: somebody brings the stack dev up from another clone/,
        },
    ]) {
        it(title, async () => {
            await assert.rejects(given(objects as Record<string, string>), { message: says });
            assert.deepEqual(begun, []);
        });
    }

    it("begins where there is nothing", async () => {
        await assert.rejects(given({}), { message: "begun" });
        assert.deepEqual(begun, ["stack core"]);
    });
});
