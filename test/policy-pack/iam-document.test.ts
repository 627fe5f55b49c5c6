import assert from "node:assert/strict";
import { listOf, matches, principalsOf, statementsOf } from "../../policy-pack/iam-document";

describe("a document of IAM", () => {
    it("is one whose statements are all objects", () => {
        assert.deepEqual(statementsOf({ Statement: {} }), [{}]);
        for (const Statement of [[], [{}, "all"], undefined]) assert.equal(statementsOf({ Statement }), undefined);
    });
    it("has one of a thing, many, or none", () => {
        assert.deepEqual(
            [listOf("a"), listOf(["a", "b"]), listOf(undefined), listOf(null)],
            [["a"], ["a", "b"], [], []],
        );
    });
    it("is about principals of several kinds, one word, or nobody", () => {
        assert.deepEqual(principalsOf({ Principal: { AWS: ["1", "2"], Service: "s" } }), ["1", "2", "s"]);
        assert.deepEqual(principalsOf({ Principal: "123" }), ["123"]);
        assert.deepEqual([principalsOf({ Principal: null }), principalsOf({})], [[], []]);
    });
    const patterns: [pattern: string, name: string, matches: boolean][] = [
        ["iam:Pass*", "iam:PassRole", true],
        ["IAM:passrole", "iam:PassRole", true],
        ["iam:PassRol?", "iam:PassRole", true],
        ["iam:PassRol?", "iam:PassRol", false],
        ["iam.PassRole", "iam:PassRole", false],
        ["iam.PassRole", "iam.PassRole", true],
        ["iam:PassRole", "iam:PassRoles", false],
    ];
    for (const [pattern, name, does] of patterns) {
        it(`has patterns: ${pattern} ${does ? "is" : "is not"} about ${name}`, () => {
            assert.equal(matches([pattern], name), does);
        });
    }
});
