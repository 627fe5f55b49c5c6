import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertS3ControlResolves, ensureOfficialProviders } from "../../../local-cloud/providers/official";

describe("the official providers", () => {
    let folder: string;
    const path = process.env.PATH;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "devmin-providers-"));
        process.env.PATH = folder;
    });
    afterEach(async () => {
        process.env.PATH = path;
        await rm(folder, { recursive: true });
    });

    it("are installed in the versions of the programs' SDKs", async () => {
        const asked: string[] = [];
        await ensureOfficialProviders(async (args) => {
            asked.push(args.join(" "));
            return "";
        });
        assert.equal(asked.length, 2);
        for (const [index, name] of ["aws", "confluentcloud"].entries()) {
            assert.match(asked[index] ?? "", new RegExp(`^plugin install resource ${name} v\\d+\\.\\d+\\.\\d+$`));
        }
    });

    it("are not installed if they are on PATH", async () => {
        for (const name of ["aws", "confluentcloud"]) {
            await writeFile(join(folder, `pulumi-resource-${name}`), "", { mode: 0o755 });
        }
        await ensureOfficialProviders(async () => assert.fail("nothing is fetched"));
    });

    it("are refused with what to do where the host does not resolve that AWS SDKs call for S3 Control", async () => {
        const resolved: string[] = [];
        await assertS3ControlResolves(async (host) => resolved.push(host));
        assert.deepEqual(resolved, ["000000000000.s3-control.localhost"]);
        await assert.rejects(
            assertS3ControlResolves(() => Promise.reject(new Error("ENOTFOUND"))),
            {
                message: /add the line "127\.0\.0\.1 000000000000\.s3-control\.localhost" to \/etc\/hosts$/,
            },
        );
    });

    it("are refused with the network's reason if they cannot be installed", async () => {
        const failing = async () => {
            throw new Error(
                "Command failed: pulumi plugin install\n" +
                    "warning: Error downloading plugin: dial tcp: lookup get.pulumi.com: no such host\nWill retry in 1.28s [5/5]\n" +
                    "error: failed all 5 attempts",
            );
        };
        await assert.rejects(ensureOfficialProviders(failing), {
            message:
                /^the official provider aws [\d.]+ is not on PATH and cannot be downloaded \(dial tcp: lookup get\.pulumi\.com: no such host\)$/,
        });
    });
});
