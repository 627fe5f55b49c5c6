import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFileAtomically } from "../../util/write-file-atomically";

describe("a file written atomically", () => {
    let folder: string;
    let file: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "devmin-write-"));
        file = join(folder, "state.json");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("has the content, and nothing is left beside it", () => {
        writeFileAtomically(file, "one");
        writeFileAtomically(file, "two");
        assert.equal(readFileSync(file, "utf8"), "two");
        assert.deepEqual(readdirSync(folder), ["state.json"]);
    });

    it("is a new file: whoever has the old one open reads the old content to its end", () => {
        writeFileAtomically(file, "old");
        const reader = openSync(file, "r");
        writeFileAtomically(file, "new");
        assert.equal(readFileSync(reader, "utf8"), "old");
    });

    it("is its owner's only, even if it was readable for others before", () => {
        writeFileSync(file, "", { mode: 0o644 });
        writeFileAtomically(file, "secret");
        assert.equal(statSync(file).mode & 0o777, 0o600);
    });

    it("has the permissions asked for", () => {
        writeFileAtomically(file, "script", { mode: 0o700 });
        assert.equal(statSync(file).mode & 0o777, 0o700);
    });

    it("leaves nothing beside it when it cannot be written", () => {
        mkdirSync(join(file, "in-the-way"), { recursive: true });
        assert.throws(() => writeFileAtomically(file, "it"), { syscall: "rename" });
        assert.deepEqual(readdirSync(folder), ["state.json"]);
    });
});
