import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findSurvivors, type Survivor } from "./find-survivor";
import { createMutants } from "./generate";
import { explainedSurvivors } from "./survivors";

const packFolder = join(__dirname, "..", "..", "policy-pack");

describe("an explained survivor", () => {
    for (const row of explainedSurvivors) {
        it(`${row.file}, ${row.symbol}: each is one mutant`, () => {
            const text = readFileSync(join(packFolder, row.file), "utf8");
            findSurvivors(row, text, createMutants(row.file, text));
        });
    }

    const find = (text: string, mutants: Survivor["mutants"]) =>
        findSurvivors({ file: "a.ts", symbol: "a", mutants, because: "" }, text, createMutants("a.ts", text));

    it("is found whatever the formatting, and what is beside it", () => {
        const [mutant] = find('const b = "x" ?? c;\nconst a = [f(\n  x,\n  1,\n) ??\n "y"];', [
            ['f(x, 1) ?? "y"', '("y")'],
        ]);
        assert.equal(mutant?.text, 'const b = "x" ?? c;\nconst a = [("y")];');
    });

    it("is the one at its position", () => {
        const [mutant] = find("const a = [1, 1];", [["1", "2", 2]]);
        assert.equal(mutant?.text, "const a = [1, 2];");
    });

    const refused: [string, string, Survivor["mutants"], string][] = [
        ["there is none", "const a = 2;", [["1", "2"]], "a has 0 mutants 1 -> 2. "],
        [
            "there are several",
            "const a = [1, 1];",
            [["1", "2"]],
            "a has 2 mutants 1 -> 2, and no position says which. ",
        ],
        [
            "its position is too high",
            "const a = 1;",
            [["1", "2", 2]],
            "a has 1 mutants 1 -> 2, and none at position 2. ",
        ],
    ];
    for (const [when, text, mutants, message] of refused) {
        it(`is refused when ${when}`, () => {
            assert.throws(() => find(text, mutants), {
                message: `a.ts: ${message}Update its row in test/mutation/survivors.ts.`,
            });
        });
    }
});
