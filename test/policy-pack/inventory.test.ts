import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "@pulumi/policy";
import * as policies from "../../policy-pack/policies";

const folder = join(__dirname, "../../policy-pack/policies");
const files = readdirSync(folder)
    .filter((file) => file !== "index.ts")
    .map((file) => file.replace(/\.ts$/, ""));
const pack = new Map(Object.entries(policies));
const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

describe("the policy pack", () => {
    it("has exactly these guardrails", () => {
        assert.deepEqual(files.sort(), [
            "durable-buckets",
            "ecs-tasks",
            "fleets",
            "load-balancers",
            "nat-gateways",
            "nothing-protected-in-demo",
        ]);
    });
    it("lists every guardrail there is a file of", () => {
        assert.deepEqual([...pack.keys()].sort(), files.map(camel).sort());
    });
    for (const file of files) {
        it(`${file} is the name of the file, its one export, the policy and its test, and is mandatory`, () => {
            const exported = require(join(folder, file));
            assert.deepEqual(Object.keys(exported), [camel(file)]);
            const policy = exported[camel(file)] as Policy;
            assert.ok(policy === pack.get(camel(file)));
            assert.equal(policy.name, file);
            assert.equal(policy.enforcementLevel, "mandatory");
            assert.match(policy.description, /\.$/);
            assert.ok(existsSync(join(__dirname, "policies", `${file}.test.ts`)));
        });
    }
});
