import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { steps } from "../../e2e/steps";

const [, ...sections] = readFileSync(join(__dirname, "..", "..", "docs", "runbook.md"), "utf8").split("\n## ");
const titles = steps.map(({ title }) => title);

describe("docs/runbook.md", () => {
    for (const section of sections) {
        const [heading, ...lines] = section.split("\n");
        it(`says of "${heading}" by which steps it is played, or why by none`, () => {
            const text = lines.join(" ").replaceAll(/\s+/g, " ");
            const [, played] = /Played: (.*)$/.exec(text) ?? [];
            if (!played) return assert.match(text, /Not exercised: .{20,}\.\s*$/);
            const named = [...played.matchAll(/\*([^*]+)\*/g)].map(([, title = ""]) => title);
            assert.ok(named.length > 0);
            assert.deepEqual(
                named.filter((title) => !titles.includes(title)),
                [],
            );
        });
    }
});
