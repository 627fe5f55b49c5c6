import assert from "node:assert/strict";
import { buildBoundaryStatements, buildDenies, buildScpStatements } from "../../lib/denies";
import { formatPolicyDocument } from "../../lib/iam-policy";
import type { NamingScope } from "../../lib/names";

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };

describe("the denies", () => {
    const rows = buildDenies(scope);

    it("are all in the boundary, after its one allow statement", () => {
        const [first, ...rest] = buildBoundaryStatements(rows);
        assert.deepEqual([first?.Effect, first?.Action, first?.Resource], ["Allow", "*", "*"]);
        assert.deepEqual(
            rest.map(({ Sid, Effect }) => [Sid, Effect]),
            [...rows.map(({ Sid }) => Sid), "DenyUnusedServices", "DenyCostlyActions"].map((sid) => [sid, "Deny"]),
        );
    });

    it("are all in the service control policy, where those for roles apply to this stack's roles only", () => {
        const roles = "arn:aws:iam::*:role/devmin-????-dev-*";
        assert.deepEqual(
            buildScpStatements(rows, scope).map(({ Sid, Condition }) => [
                Sid,
                Condition?.ArnLike?.["aws:PrincipalArn"],
            ]),
            rows.map(({ Sid, appliesTo }) => [Sid, appliesTo === "roles" ? roles : undefined]),
        );
    });

    it("fit into a service control policy, of 5,120 characters", () => {
        const long = { ...scope, stack: "a".repeat(10), region: "ap-southeast-2" };
        assert.ok(formatPolicyDocument(buildScpStatements(buildDenies(long), long)).length <= 5_120);
    });
});
