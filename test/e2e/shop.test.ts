import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (...path: string[]) => JSON.parse(readFileSync(join(__dirname, "..", "..", ...path), "utf8"));

// To lock it anew: npm pack ./policy-pack into it as devmin-policy-pack.tgz, npm install there, and take out the pack's integrity.
describe("the project in which the rehearsal tries the pack alone", () => {
    const ours = read("package.json").dependencies;
    const theirs = read("e2e", "shop", "package.json").dependencies;
    for (const [name, version] of Object.entries(theirs).filter(([name]) => name in ours)) {
        it(`has our version of ${name}`, () => assert.equal(version, ours[name]));
    }

    it("is locked, but for the pack, which is another one each time", () => {
        const { "": root, ...packages } = read("e2e", "shop", "package-lock.json").packages;
        assert.deepEqual(root.dependencies, theirs);
        const open = Object.keys(packages).filter((name) => !packages[name].integrity);
        assert.deepEqual(open, ["node_modules/devmin-policy-pack"]);
    });
});
