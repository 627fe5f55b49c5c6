import assert from "node:assert/strict";
import { isTypeMatch } from "../../../policy-pack/runtime/type-pattern";

describe("a type pattern", () => {
    const cases: [pattern: string, type: string, is: boolean][] = [
        ["aws:iam/*", "aws:iam/role:Role", true],
        ["aws:iam/*", "aws:iamx/role:Role", false],
        ["aws:ec2/vpc:Vpc", "aws:ec2/vpc:Vpc", true],
        ["aws:ec2/vpc:Vpc", "aws:ec2/vpc:Vpcs", false],
    ];
    for (const [pattern, type, is] of cases) {
        it(`${pattern} ${is ? "matches" : "does not match"} ${type}`, () =>
            assert.equal(isTypeMatch(["a", pattern], type), is));
    }
});
