import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as policies from "../../policy-pack/policies";
import { guardrails } from "./guardrails";

const page = join(__dirname, "..", "..", "docs", "guardrails.md");
const update = "write it with: UPDATE=1 npx mocha test/docs/guardrails.test.ts";

describe("docs/guardrails.md", () => {
    if (process.env.UPDATE) writeFileSync(page, guardrails());

    it("says what the pack says", () => {
        assert.equal(readFileSync(page, "utf8"), guardrails(), `the page is of another pack; ${update}`);
    });
    it("has every guardrail", () => {
        for (const { name } of Object.values(policies))
            assert.match(readFileSync(page, "utf8"), new RegExp(`^### ${name}$`, "m"));
    });
});
