import assert from "node:assert/strict";
import { findValues } from "../../../policy-pack/runtime/value-at";

describe("what stands at a path", () => {
    const cases: { title: string; props: unknown; path: string; found: [at: string, value: unknown][] }[] = [
        { title: "a property", props: { a: 1 }, path: "a", found: [["a", 1]] },
        { title: "a property of a property", props: { a: { b: 1 } }, path: "a.b", found: [["a.b", 1]] },
        { title: "a key with a dot in it", props: { c: { "r.ms": 1 } }, path: "c[r.ms]", found: [["c.r.ms", 1]] },
        { title: "nothing, as undefined", props: {}, path: "a.b", found: [["a.b", undefined]] },
        { title: "null, as undefined", props: { a: { b: null } }, path: "a.b", found: [["a.b", undefined]] },
        { title: "an empty list, as undefined", props: { a: [] }, path: "a", found: [["a", undefined]] },
        {
            title: "each element of a list, and of a list in it",
            props: { a: [{ b: [1, 2] }, { b: 3 }] },
            path: "a.b",
            found: [
                ["a.0.b.0", 1],
                ["a.0.b.1", 2],
                ["a.1.b", 3],
            ],
        },
        { title: "nothing below what may be missing", props: {}, path: "a?.b", found: [] },
        { title: "nothing below an empty list that may be missing", props: { a: [] }, path: "a?.b", found: [] },
        {
            title: "a missing property of what may be missing and is not",
            props: { a: {} },
            path: "a?.b",
            found: [["a.b", undefined]],
        },
        { title: "what stands in the way", props: { a: "ADVANCED" }, path: "a?.b", found: [["a", "ADVANCED"]] },
        { title: "a missing property at the end, whatever its mark", props: {}, path: "a?", found: [["a", undefined]] },
    ];
    for (const { title, props, path, found } of cases) {
        it(`is ${title}`, () => {
            assert.deepEqual(
                findValues(props, path).map(({ path, value }) => [path, value]),
                found,
            );
        });
    }
});
