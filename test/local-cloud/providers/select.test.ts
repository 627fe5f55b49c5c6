import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ProviderKind, readProviderKind, selectProviders } from "../../../local-cloud/providers/select";

describe("the choice of providers", () => {
    let home: string;
    let lines: string[];
    beforeEach(async () => {
        home = await mkdtemp(join(tmpdir(), "devmin-choice-"));
        lines = [];
    });
    afterEach(() => rm(home, { recursive: true }));

    const choose = (asked: ProviderKind | undefined, failure?: string) =>
        selectProviders({
            home,
            asked,
            ensureOfficial: async () => {
                if (failure) throw new Error(failure);
            },
            log: (line) => lines.push(line),
        });

    it("is official where they can be had", async () => {
        assert.equal(await readProviderKind(home), undefined);
        assert.equal(await choose(undefined), "official");
        assert.equal(await readProviderKind(home), "official");
        assert.deepEqual(lines, ["using the official providers: they are installed"]);
    });

    it("is offline where they cannot be had, with the reason, and stays so", async () => {
        assert.equal(await choose(undefined, "no such host"), "offline");
        assert.equal(await choose(undefined), "offline");
        assert.deepEqual(lines, [
            "using devmin's offline providers: no such host",
            "using devmin's offline providers: as at the last start",
        ]);
    });

    it("is the user's, then kept", async () => {
        assert.equal(await choose("offline"), "offline");
        assert.equal(await choose("official"), "official");
        assert.equal(await choose(undefined), "official");
        assert.deepEqual(lines, [
            "using devmin's offline providers: as asked",
            "using the official providers: as asked",
            "using the official providers: as at the last start",
        ]);
    });

    it("never changes from official to offline by itself", async () => {
        await choose("official");
        await assert.rejects(choose(undefined, "no such host"), {
            message: "no such host; or use devmin's offline providers, with --providers offline.",
        });
        assert.equal(await readProviderKind(home), "official");
    });
});
