import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "@pulumi/policy";
import * as policies from "../../policy-pack/rules";
import { formatGuardrails, formatRules } from "./guardrails";

const root = join(__dirname, "..", "..");
const page = join(root, "docs", "guardrails.md");
const update = "write it with: UPDATE=1 npx mocha test/docs/guardrails.test.ts";

describe("docs/guardrails.md", () => {
    if (process.env.UPDATE) writeFileSync(page, formatGuardrails());

    it("says what the pack says", () => {
        assert.equal(readFileSync(page, "utf8"), formatGuardrails(), `the page is of another pack; ${update}`);
    });
    it("has every guardrail", () => {
        for (const { name } of Object.values(policies))
            assert.match(readFileSync(page, "utf8"), new RegExp(`^### ${name}$`, "m"));
    });
});

/** What is written by hand ends with a line of markup, and what is made follows it. */
describe("the pack's own README", () => {
    const readme = join(root, "policy-pack", "README.md");
    const madeFrom = /^<!-- made .* -->\n/m;
    const [byHand = ""] = readFileSync(readme, "utf8").split(madeFrom);
    const [mark = ""] = madeFrom.exec(readFileSync(readme, "utf8")) ?? [];
    const whole = byHand + mark + formatRules();
    if (process.env.UPDATE) writeFileSync(readme, whole);

    it("has every rule, and each setting's type and default", () => {
        assert.equal(readFileSync(readme, "utf8"), whole, update);
    });
    it("names rules and settings there are", () => {
        const examples = [...byHand.matchAll(/\{ "[a-z-]+": .*\}/g)].map(([json]) => JSON.parse(json));
        assert.equal(examples.length, 2);
        for (const [name, settings] of examples.flatMap((example) => Object.entries<object | string>(example))) {
            const policy: Policy | undefined = Object.values(policies).find((each) => each.name === name);
            assert.ok(policy, name);
            if (typeof settings === "string") continue;
            for (const key of Object.keys(settings)) assert.ok(policy.configSchema?.properties[key], `${name} ${key}`);
        }
    });
});
