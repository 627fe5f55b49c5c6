import assert from "node:assert/strict";
import { hasMatchingPattern, listPrincipals, parseStatements, toList } from "../../../policy-pack/runtime/iam-document";

describe("an IAM policy document", () => {
    it("has only objects as statements", () => {
        assert.deepEqual(parseStatements({ Statement: {} }), [{}]);
        for (const Statement of [[], [{}, "all"], undefined]) assert.equal(parseStatements({ Statement }), undefined);
    });
    it("accepts one value, a list, or none", () => {
        assert.deepEqual(
            [toList("a"), toList(["a", "b"]), toList(undefined), toList(null)],
            [["a"], ["a", "b"], [], []],
        );
    });
    it("has principals of several kinds, a string, or none", () => {
        assert.deepEqual(listPrincipals({ Principal: { AWS: ["1", "2"], Service: "s" } }), ["1", "2", "s"]);
        assert.deepEqual(listPrincipals({ Principal: "123" }), ["123"]);
        assert.deepEqual([listPrincipals({ Principal: null }), listPrincipals({})], [[], []]);
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
        it(`has patterns: ${pattern} ${does ? "matches" : "does not match"} ${name}`, () => {
            assert.equal(hasMatchingPattern([pattern], name), does);
        });
    }
});
