import assert from "node:assert/strict";
import { boundaryOf, denies, scpOf } from "../../lib/denies";
import type { Place } from "../../lib/names";
import { policyOf } from "../../lib/policy";

const place: Place = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };

describe("the denies", () => {
    const rows = denies(place);

    it("are all in the boundary, after the one row that allows", () => {
        const [first, ...rest] = boundaryOf(rows);
        assert.deepEqual([first?.Effect, first?.Action, first?.Resource], ["Allow", "*", "*"]);
        assert.deepEqual(
            rest.map(({ Sid, Effect }) => [Sid, Effect]),
            [...rows.map(({ Sid }) => Sid), "OnlyServicesInUse", "NoFootguns"].map((sid) => [sid, "Deny"]),
        );
    });

    it("are all in an Organization's policy, where those for roles bind this stack's alone", () => {
        const roles = "arn:aws:iam::*:role/devmin-????-dev-*";
        assert.deepEqual(
            scpOf(rows, place).map(({ Sid, Condition }) => [Sid, Condition?.ArnLike?.["aws:PrincipalArn"]]),
            rows.map(({ Sid, binds }) => [Sid, binds === "roles" ? roles : undefined]),
        );
    });

    it("fit into an Organization's policy, of 5,120 characters", () => {
        const long = { ...place, stack: "a".repeat(10), region: "ap-southeast-2" };
        assert.ok(policyOf(scpOf(denies(long), long)).length <= 5_120);
    });
});
