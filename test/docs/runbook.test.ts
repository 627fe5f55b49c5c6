import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { steps } from "../../e2e/steps";

const [, ...sections] = readFileSync(join(__dirname, "..", "..", "docs", "runbook.md"), "utf8").split("\n## ");
const titles = steps.map(({ title }) => title);

describe("docs/runbook.md", () => {
    for (const section of sections) {
        const [heading, ...lines] = section.split("\n");
        it(`names the steps that test "${heading}", or why none does`, () => {
            const text = lines.join(" ").replaceAll(/\s+/g, " ");
            const [, testedBy] = /Tested by: (.*)$/.exec(text) ?? [];
            if (!testedBy) return assert.match(text, /Not tested: .{20,}\.\s*$/);
            const named = [...testedBy.matchAll(/\*([^*]+)\*/g)].map(([, title = ""]) => title);
            assert.ok(named.length > 0);
            assert.deepEqual(
                named.filter((title) => !titles.includes(title)),
                [],
            );
        });
    }
});
