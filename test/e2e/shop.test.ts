import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (...path: string[]) => JSON.parse(readFileSync(join(__dirname, "..", "..", ...path), "utf8"));

// To update its lock file: npm pack ./policy-pack into it as devmin-policy-pack.tgz, npm install there, and take out the pack's integrity.
describe("the project in which the end-to-end run installs the policy pack", () => {
    const ours = read("package.json").dependencies;
    const theirs = read("e2e", "shop", "package.json").dependencies;
    for (const [name, version] of Object.entries(theirs).filter(([name]) => name in ours)) {
        it(`has devmin's version of ${name}`, () => assert.equal(version, ours[name]));
    }

    it("locks every package but the policy pack, which is packed anew each time", () => {
        const { "": root, ...packages } = read("e2e", "shop", "package-lock.json").packages;
        assert.deepEqual(root.dependencies, theirs);
        const open = Object.keys(packages).filter((name) => !packages[name].integrity);
        assert.deepEqual(open, ["node_modules/devmin-policy-pack"]);
    });
});
