import assert from "node:assert/strict";
import { buildBoundaryStatements, buildDenies, buildScpStatements, costDenies } from "../../lib/denies";
import type { NamingScope } from "../../lib/names";
import { formatScp } from "../../ops/scp";

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
        const roles = ["arn:aws:iam::*:role/devmin-core-dev-*", "arn:aws:iam::*:role/devmin-demo-dev-*"];
        assert.deepEqual(
            buildScpStatements(rows, scope).map(({ Sid, Condition }) => [
                Sid,
                Condition?.ArnLike?.["aws:PrincipalArn"],
            ]),
            [...rows, ...costDenies].map(({ Sid, appliesTo }) => [Sid, appliesTo === "roles" ? roles : undefined]),
        );
    });

    it("fit into a service control policy, of 10,240 characters, also with the longest names", () => {
        const long = { ...scope, stack: "a".repeat(10), region: "ap-southeast-2" };
        const policy = formatScp(long);
        assert.ok(policy.length <= 10_240, `${policy.length} characters`);
        assert.equal(policy, JSON.stringify(JSON.parse(policy)), "without white space");
    });
});
