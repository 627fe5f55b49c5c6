import assert from "node:assert/strict";
import { createMutants } from "./generate";

describe("generated mutants of a file", () => {
    const of = (code: string, file = "a.ts") => createMutants(file, code).map(({ text }) => text);
    const cases: [title: string, code: string, mutants: string[]][] = [
        ["invert a comparison", "x === y", ["x !== y", ";"]],
        ["change a limit by one", "const most = 7;", ["const most = 8;"]],
        ["empty a string and a list", 'const a = ["b"];', ["const a = [];", 'const a = [""];']],
        [
            "replace a condition and remove a statement",
            "if (a) b();",
            ["if (true) b();", "if (false) b();", "if (a) ;"],
        ],
        ["leave types and imports alone", 'import a from "a"; type B = "b"; let c: "c";', []],
        ["leave the name of a property alone", 'const a = { "b-c": d };', []],
    ];
    for (const [title, code, mutants] of cases) {
        it(title, () => assert.deepEqual(of(code).sort(), mutants.sort()));
    }
    it("change constraints and prices of the catalogue, but not its wording", () => {
        const row = 'const row = { label: "a thing", constraints: { size: { oneOf: ["small"] } }, usd: 5 };';
        assert.deepEqual(
            createMutants("catalogue/a.ts", row).map(({ was, becomes }) => `${was} -> ${becomes}`),
            ['["small"] -> []', '"small" -> ""', "5 -> 6"],
        );
    });
    it("name their file, line and code", () => {
        const [mutant] = createMutants("a.ts", "\n    const most = 7;\n");
        assert.deepEqual(
            { ...mutant, text: undefined },
            {
                file: "a.ts",
                line: 2,
                code: "const most = 7;",
                start: 18,
                end: 19,
                was: "7",
                becomes: "8",
                text: undefined,
            },
        );
    });
});
