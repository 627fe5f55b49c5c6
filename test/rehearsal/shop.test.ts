import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const packageIn = (...folder: string[]) =>
    JSON.parse(readFileSync(join(__dirname, "..", "..", ...folder, "package.json"), "utf8"));

// To lock it anew: npm pack ./policy-pack into it as devmin-policy-pack.tgz, npm install there, and take out the pack's integrity.
describe("the project in which the rehearsal tries the pack alone", () => {
    const ours = packageIn().dependencies;
    const theirs = Object.entries(packageIn("rehearsal", "shop").dependencies);
    for (const [name, version] of theirs.filter(([name]) => name in ours)) {
        it(`has our version of ${name}`, () => assert.equal(version, ours[name]));
    }

    it("is locked, but for the pack, which is another one each time", () => {
        const lock = readFileSync(join(__dirname, "..", "..", "rehearsal", "shop", "package-lock.json"), "utf8");
        const { "": root, ...packages } = JSON.parse(lock).packages;
        assert.deepEqual(root.dependencies, packageIn("rehearsal", "shop").dependencies);
        const open = Object.keys(packages).filter((name) => !packages[name].integrity);
        assert.deepEqual(open, ["node_modules/devmin-policy-pack"]);
    });
});
