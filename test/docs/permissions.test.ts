import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCalls } from "../../sandbox";
import { type Asked, askedIn, destroyIn, permissions } from "./permissions";

const root = join(__dirname, "..", "..");
const page = join(root, "docs", "permissions.md");
const log = join(__dirname, "asked.json");
const update = "write it with: UPDATE=1 npx mocha test/docs/permissions.test.ts";

describe("docs/permissions.md", () => {
    if (process.env.UPDATE === "asked") {
        const home = join(root, ".sandbox", "rehearsal", "tree", ".sandbox");
        const destroy = readCalls({ home }, "destroy");
        const seen = askedIn([...readCalls({ home }), ...destroy]);
        writeFileSync(log, `${JSON.stringify(seen, null, 4)}\n`);
        writeFileSync(join(__dirname, "destroy.jsonl"), destroyIn(destroy).join(""));
    }
    const asked: Asked = JSON.parse(readFileSync(log, "utf8"));
    if (process.env.UPDATE) writeFileSync(page, permissions(asked));

    it("says what the policies say", () => {
        assert.equal(readFileSync(page, "utf8"), permissions(asked), `the page is of other policies; ${update}`);
    });

    it("has something that was asked for every role a rehearsal takes", () => {
        for (const role of ["deploy-kafka", "deploy-demo", "auditor"] as const)
            assert.ok(asked[role].length > 10, role);
    });
});
