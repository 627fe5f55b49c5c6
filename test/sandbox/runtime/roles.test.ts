import assert from "node:assert/strict";
import { trustsTasks } from "../../../sandbox/runtime/roles";

const good = { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" };
const trust = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

describe("sandbox/runtime roles", () => {
    it("takes a role that trusts ECS tasks", () => assert.equal(trustsTasks(trust(good)), true));
    it("takes one that trusts them among others", () => {
        const Service = ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"];
        assert.equal(trustsTasks(trust({ ...good, Principal: { Service } })), true);
    });
    const others = [
        ["another service", { Principal: { Service: "lambda.amazonaws.com" } }],
        ["an account", { Principal: { AWS: "arn:aws:iam::000000000000:root" } }],
        ["them for another action", { Action: "sts:TagSession" }],
    ] as const;
    for (const [whom, change] of others) {
        it(`leaves one that trusts only ${whom}`, () =>
            assert.equal(trustsTasks(trust({ ...good, ...change })), false));
    }
    it("leaves one that denies them", () => assert.equal(trustsTasks(trust({ ...good, Effect: "Deny" })), false));
});
