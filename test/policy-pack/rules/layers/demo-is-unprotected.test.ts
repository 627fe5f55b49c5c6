import assert from "node:assert/strict";
import { demoIsUnprotected } from "../../../../policy-pack/rules/layers/demo-is-unprotected";
import { evaluateResourcePolicy } from "../../evaluate-policy";

describe("policy demo-is-unprotected", () => {
    const vpc = { type: "aws:ec2/vpc:Vpc", project: "devmin-demo", protect: false };
    const expected = (project: string) => [
        `protect is true, here or on a parent; remove it in ${project}, or pulumi destroy fails.`,
    ];

    it("allows an unprotected resource", async () => {
        assert.deepEqual(await evaluateResourcePolicy(demoIsUnprotected, vpc), []);
    });
    it("denies a protected resource", async () => {
        assert.deepEqual(
            await evaluateResourcePolicy(demoIsUnprotected, { ...vpc, protect: true }),
            expected("devmin-demo"),
        );
    });
    it("denies a protected component", async () => {
        const component = { ...vpc, type: "devmin:demo:Network", protect: true };
        assert.deepEqual(await evaluateResourcePolicy(demoIsUnprotected, component), expected("devmin-demo"));
    });
    it("allows a protected resource in a persistent layer", async () => {
        assert.deepEqual(
            await evaluateResourcePolicy(demoIsUnprotected, { ...vpc, project: "devmin-core", protect: true }),
            [],
        );
    });
    it("uses the project of demo from its configuration", async () => {
        const trial = { ...vpc, project: "trial", protect: true };
        const config = { projects: { demo: "trial" } };
        assert.deepEqual(await evaluateResourcePolicy(demoIsUnprotected, trial, config), expected("trial"));
    });
});
