import assert from "node:assert/strict";
import { applyChange, type Change } from "./change";

describe("a change", () => {
    const code = `
export class Bucket {
    constructor(name: string) {
        const versioning = new aws.s3.Versioning(name, { bucket, status: "Enabled" }, { parent: this });
        if (name === "") throw new Error(\`name is missing\`);
        this.arn = versioning.arn;
    }
    read(key: string) { return key ? find(key, "status") : undefined; }
    write() { return call(1) + call(2); }
}
const names = ["a", ...["b"].map((name) => tag(name, "c")), { Sid: "D" }];
export const options = { "aws:name": 1, [key]: { parent: 2 } }, { region } = options;
export { first, second } from "./other";
export { third } from "./third";
`;
    const change = (symbol: string | undefined, what: Change) => applyChange("it.ts", code, symbol, what);

    const applied: [title: string, symbol: string | undefined, what: Change, was: string, becomes: string][] = [
        ["removes a property", "Bucket.versioning", { remove: "property status" }, ' status: "Enabled"', " "],
        ["removes an element with its comma", "names", { remove: 'element "a"' }, '"a", ', " "],
        ["removes an element by what it contains", "names", { remove: 'element "D"' }, '{ Sid: "D" }', ""],
        ["removes a statement", "Bucket", { remove: "statement Error" }, "throw new Error(`name is missing`);", ";"],
        ["removes one of several exports", undefined, { remove: "export first" }, "first, ", " "],
        ["removes an only export", undefined, { remove: "export third" }, 'export { third } from "./third";', ""],
        ["sets a property", "options", { set: "property aws:name", to: "2" }, '"aws:name": 1', '"aws:name": 2'],
        ["sets a computed property", "options", { set: "property [key]", to: "3" }, "{ parent: 2 }", "3"],
        ["sets a shorthand property", "Bucket", { set: "property bucket", to: "x" }, "{ bucket,", "{ bucket: x,"],
        ["sets an argument", "Bucket", { set: "call Versioning > argument 1", to: "x" }, "(name, {", "(x, {"],
        ["sets a call", "Bucket.read", { set: "call find", to: "x" }, 'find(key, "status")', "x"],
        ["sets a condition", "Bucket.constructor", { set: "condition name", to: "true" }, 'name === ""', "true"],
        ["sets the condition of ?:", "Bucket.read", { set: "condition key", to: "true" }, "key ?", "true ?"],
        [
            "sets a spread element",
            "names",
            { set: 'element "c"', to: "x" },
            '...["b"].map((name) => tag(name, "c"))',
            "x",
        ],
        ["sets a template", "Bucket", { set: 'text " is missing"', to: '""' }, "`name is missing`", '""'],
        ["inserts after a property", "options", { insert: "b: 2", after: "property parent" }, "2 }", "2, b: 2 }"],
        ["inserts before an element", "names", { insert: "0", before: 'element "a"' }, '["a"', '[0, "a"'],
        [
            "inserts before a statement",
            "Bucket",
            { insert: "x();", before: "statement arn" },
            "this.arn",
            "x(); this.arn",
        ],
        [
            "finds a property as a symbol",
            "Bucket.versioning.status",
            { set: 'text "Enabled"', to: "x" },
            '"Enabled"',
            "x",
        ],
    ];
    for (const [title, symbol, what, was, becomes] of applied) {
        it(title, () => {
            const compact = (text: string) => text.replace(/\s+/g, " ");
            assert.equal(compact(change(symbol, what)), compact(code.replace(was, () => becomes)));
        });
    }

    it("does not depend on the formatting", () => {
        const text = 'const it = {\n    a: f(\n        1,\n        "x",\n    ),\n};';
        assert.equal(
            applyChange("it.ts", text, "it", { set: "property a > argument 2", to: "3" }),
            "const it = {\n    a: f(\n        1,\n        3,\n    ),\n};",
        );
    });

    const refused: [title: string, symbol: string | undefined, what: Change, message: RegExp][] = [
        [
            "the symbol is missing",
            "Bukcet",
            { remove: "property a" },
            /^symbol Bukcet: declarations named Bukcet in it.ts: expected one, found 0$/,
        ],
        ["the symbol is not at the top", "versioning", { remove: "property a" }, /expected one, found 0$/],
        [
            "no node matches",
            "options",
            { remove: "property b" },
            /^"property b": nodes that are "property b" in it.ts: expected one, found 0$/,
        ],
        [
            "several nodes match",
            "Bucket",
            { remove: "call call" },
            /found 2\n- line 9: call\(1\)\n- line 9: call\(2\)$/,
        ],
        [
            "the noun is unknown",
            "options",
            { remove: "key b" },
            /^"key b" is not a step: use property, call, .* or argument, and a name$/,
        ],
        [
            "an argument is missing",
            "Bucket",
            { set: "call find > argument 3", to: "1" },
            /arguments at position 3 in it.ts: expected one, found 0$/,
        ],
        [
            "something else has arguments",
            "options",
            { set: "property aws:name > argument 1", to: "1" },
            /only a call has arguments, not line 12/,
        ],
        [
            "a condition is removed",
            "Bucket",
            { remove: "condition name" },
            /cannot be removed: set it to something else$/,
        ],
        ["an export is set", undefined, { set: "export first", to: "1" }, /^"export first" has no value: remove it$/],
        ["it inserts beside a condition", "Bucket", { insert: "1", after: "condition name" }, /is in no list or block/],
        [
            "it inserts beside a statement without a block",
            "Bucket",
            { insert: "x();", before: "statement Error" },
            /is in no list or block/,
        ],
        [
            "the result is not valid",
            "options",
            { set: "property parent", to: "(" },
            /^it.ts is not valid after the change: /,
        ],
        ["nothing changes", "options", { set: "property parent", to: " 2 " }, /^it.ts is the same after the change$/],
    ];
    for (const [title, symbol, what, message] of refused) {
        it(`is refused when ${title}`, () => assert.throws(() => change(symbol, what), { message }));
    }
});
