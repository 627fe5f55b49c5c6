import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashFolder, readPackVersion } from "../../../policy-pack/runtime/digest";

describe("a pack's digest", () => {
    let folder: string;
    let before: string;
    const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "devmin-digest-"));
        mkdirSync(join(folder, "policies"));
        mkdirSync(join(folder, "node_modules"));
        write("package.json", '{ "version": "1.2.3" }');
        write("policies/one.ts", "one");
        before = hashFolder(folder);
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    for (const [title, change] of [
        ["a file is another", () => write("policies/one.ts", "two")],
        ["a file has another name", () => renameSync(join(folder, "policies/one.ts"), join(folder, "policies/two.ts"))],
        ["a file comes", () => write("waivers.json", "[]")],
        ["a file goes", () => rmSync(join(folder, "policies/one.ts"))],
    ] as const) {
        it(`is another where ${title}`, () => {
            change();
            assert.notEqual(hashFolder(folder), before);
        });
    }

    it("is the same whatever npm put there", () => {
        write("node_modules/it.js", "it");
        assert.equal(hashFolder(folder), before);
    });

    it("begins the second half of its version", () => {
        assert.equal(readPackVersion(folder), `1.2.3+${before.slice(0, 12)}`);
    });
});
