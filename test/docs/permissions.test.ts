import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCalls } from "../../local-cloud";
import { formatDestroyCalls, formatPermissions, listRequestedActions, type RequestedActions } from "./permissions";

const root = join(__dirname, "..", "..");
const page = join(root, "docs", "permissions.md");
const log = join(__dirname, "../fixtures/aws-calls.json");
const update = "update it with: UPDATE=1 npx mocha test/docs/permissions.test.ts";

describe("docs/permissions.md", () => {
    if (process.env.UPDATE === "asked") {
        const home = join(root, ".sandbox", "e2e", "tree", ".sandbox");
        const destroy = readCalls({ home }, "destroy");
        const requested = listRequestedActions([...readCalls({ home }), ...destroy]);
        writeFileSync(log, `${JSON.stringify(requested, null, 4)}\n`);
        writeFileSync(join(__dirname, "../fixtures/destroy-calls.jsonl"), formatDestroyCalls(destroy).join(""));
    }
    const recorded: RequestedActions = JSON.parse(readFileSync(log, "utf8"));
    if (process.env.UPDATE) writeFileSync(page, formatPermissions(recorded));

    it("matches the policies", () => {
        assert.equal(
            readFileSync(page, "utf8"),
            formatPermissions(recorded),
            `docs/permissions.md does not match the policies; ${update}`,
        );
    });

    it("has requested actions for every role that an end-to-end run assumes", () => {
        for (const role of ["deploy-kafka", "deploy-demo", "auditor"] as const)
            assert.ok(recorded[role].length > 10, role);
    });
});
