import assert from "node:assert/strict";
import { findValues } from "../../../policy-pack/runtime/value-at";

describe("findValues", () => {
    const cases: { title: string; props: unknown; path: string; found: [at: string, value: unknown][] }[] = [
        { title: "a property", props: { a: 1 }, path: "a", found: [["a", 1]] },
        { title: "a nested property", props: { a: { b: 1 } }, path: "a.b", found: [["a.b", 1]] },
        { title: "a key with a dot", props: { c: { "r.ms": 1 } }, path: "c[r.ms]", found: [["c.r.ms", 1]] },
        { title: "a missing value as undefined", props: {}, path: "a.b", found: [["a.b", undefined]] },
        { title: "null as undefined", props: { a: { b: null } }, path: "a.b", found: [["a.b", undefined]] },
        { title: "an empty list as undefined", props: { a: [] }, path: "a", found: [["a", undefined]] },
        {
            title: "each element of a list and of a nested list",
            props: { a: [{ b: [1, 2] }, { b: 3 }] },
            path: "a.b",
            found: [
                ["a.0.b.0", 1],
                ["a.0.b.1", 2],
                ["a.1.b", 3],
            ],
        },
        { title: "nothing below a missing optional part", props: {}, path: "a?.b", found: [] },
        { title: "nothing below an empty optional list", props: { a: [] }, path: "a?.b", found: [] },
        {
            title: "a missing property of an existing optional part",
            props: { a: {} },
            path: "a?.b",
            found: [["a.b", undefined]],
        },
        {
            title: "a string in the middle of a path",
            props: { a: "ADVANCED" },
            path: "a?.b",
            found: [["a", "ADVANCED"]],
        },
        {
            title: "a missing optional property at the end as undefined",
            props: {},
            path: "a?",
            found: [["a", undefined]],
        },
    ];
    for (const { title, props, path, found } of cases) {
        it(`finds ${title}`, () => {
            assert.deepEqual(
                findValues(props, path).map(({ path, value }) => [path, value]),
                found,
            );
        });
    }
});
