import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashFolder, readPackVersion } from "../../../policy-pack/runtime/digest";

describe("the digest of a policy pack", () => {
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
        ["a file's content changes", () => write("policies/one.ts", "two")],
        ["a file is renamed", () => renameSync(join(folder, "policies/one.ts"), join(folder, "policies/two.ts"))],
        ["a file is added", () => write("waivers.json", "[]")],
        ["a file is removed", () => rmSync(join(folder, "policies/one.ts"))],
    ] as const) {
        it(`changes when ${title}`, () => {
            change();
            assert.notEqual(hashFolder(folder), before);
        });
    }

    it("ignores node_modules", () => {
        write("node_modules/it.js", "it");
        assert.equal(hashFolder(folder), before);
    });

    it("is part of the version", () => {
        assert.equal(readPackVersion(folder), `1.2.3+${before.slice(0, 12)}`);
    });
});
