import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "@pulumi/policy";
import * as policies from "../../policy-pack/rules";
import { formatGuardrails, formatRules } from "./guardrails";

const root = join(__dirname, "..", "..");
const page = join(root, "docs", "guardrails.md");
const update = "update it with: UPDATE=1 npx mocha test/docs/guardrails.test.ts";

describe("docs/guardrails.md", () => {
    if (process.env.UPDATE) writeFileSync(page, formatGuardrails());

    it("matches the policy pack", () => {
        assert.equal(readFileSync(page, "utf8"), formatGuardrails(), `the page is out of date; ${update}`);
    });
    it("has every guardrail", () => {
        for (const { name } of Object.values(policies))
            assert.match(readFileSync(page, "utf8"), new RegExp(`^### ${name}$`, "m"));
    });
});

/** The hand-written part ends with a marker line; the generated table follows it. */
describe("policy-pack/README.md", () => {
    const readme = join(root, "policy-pack", "README.md");
    const marker = /^<!-- generated .* -->\n/m;
    const [handWritten = ""] = readFileSync(readme, "utf8").split(marker);
    const [markerLine = ""] = marker.exec(readFileSync(readme, "utf8")) ?? [];
    const expected = handWritten + markerLine + formatRules();
    if (process.env.UPDATE) writeFileSync(readme, expected);

    it("has every policy with the type and default of each setting", () => {
        assert.equal(readFileSync(readme, "utf8"), expected, update);
    });
    it("has examples with existing policies and settings only", () => {
        const examples = [...handWritten.matchAll(/\{ "[a-z-]+": .*\}/g)].map(([json]) => JSON.parse(json));
        assert.equal(examples.length, 2);
        for (const [name, settings] of examples.flatMap((example) => Object.entries<object | string>(example))) {
            const policy: Policy | undefined = Object.values(policies).find((each) => each.name === name);
            assert.ok(policy, name);
            if (typeof settings === "string") continue;
            for (const key of Object.keys(settings)) assert.ok(policy.configSchema?.properties[key], `${name} ${key}`);
        }
    });
});
