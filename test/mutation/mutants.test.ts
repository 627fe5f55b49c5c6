import assert from "node:assert/strict";
import { createMutants } from "./mutants";

describe("the mutants of a file", () => {
    const of = (code: string, file = "a.ts") => createMutants(file, code).map(({ text }) => text);
    const cases: [title: string, code: string, mutants: string[]][] = [
        ["turn a comparison round", "x === y", ["x !== y", ";"]],
        ["move a limit by one", "const most = 7;", ["const most = 8;"]],
        ["empty a text and a list", 'const a = ["b"];', ["const a = [];", 'const a = [""];']],
        ["ask no question", "if (a) b();", ["if (true) b();", "if (false) b();", "if (a) ;"]],
        ["leave types and imports alone", 'import a from "a"; type B = "b"; let c: "c";', []],
        ["leave the name of a property alone", 'const a = { "b-c": d };', []],
    ];
    for (const [title, code, mutants] of cases) {
        it(title, () => assert.deepEqual(of(code).sort(), mutants.sort()));
    }
    it("are no words of the catalogue, only what decides", () => {
        const row = 'const row = { label: "a thing", constraints: { size: { oneOf: ["small"] } }, usd: 5 };';
        assert.deepEqual(
            createMutants("catalogue/a.ts", row).map(({ was, becomes }) => `${was} -> ${becomes}`),
            ['["small"] -> []', '"small" -> ""', "5 -> 6"],
        );
    });
    it("are known by the line they are on", () => {
        const [mutant] = createMutants("a.ts", "\n    const most = 7;\n");
        assert.deepEqual(
            { ...mutant, text: undefined },
            { file: "a.ts", line: 2, code: "const most = 7;", was: "7", becomes: "8", text: undefined },
        );
    });
});
