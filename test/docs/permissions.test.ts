import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCalls } from "../../local-cloud";
import { formatDestroyCalls, formatPermissions, listRequestedActions, type RequestedActions } from "./permissions";

const root = join(__dirname, "..", "..");
const page = join(root, "docs", "permissions.md");
const log = join(__dirname, "../fixtures/aws-calls.json");
const update = "write it with: UPDATE=1 npx mocha test/docs/permissions.test.ts";

describe("docs/permissions.md", () => {
    if (process.env.UPDATE === "asked") {
        const home = join(root, ".sandbox", "e2e", "tree", ".sandbox");
        const destroy = readCalls({ home }, "destroy");
        const seen = listRequestedActions([...readCalls({ home }), ...destroy]);
        writeFileSync(log, `${JSON.stringify(seen, null, 4)}\n`);
        writeFileSync(join(__dirname, "../fixtures/destroy-calls.jsonl"), formatDestroyCalls(destroy).join(""));
    }
    const asked: RequestedActions = JSON.parse(readFileSync(log, "utf8"));
    if (process.env.UPDATE) writeFileSync(page, formatPermissions(asked));

    it("says what the policies say", () => {
        assert.equal(readFileSync(page, "utf8"), formatPermissions(asked), `the page is of other policies; ${update}`);
    });

    it("has something that was asked for every role a rehearsal takes", () => {
        for (const role of ["deploy-kafka", "deploy-demo", "auditor"] as const)
            assert.ok(asked[role].length > 10, role);
    });
});
