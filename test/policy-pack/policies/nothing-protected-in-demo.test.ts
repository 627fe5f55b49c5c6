import assert from "node:assert/strict";
import { nothingProtectedInDemo } from "../../../policy-pack/policies/nothing-protected-in-demo";
import { verdictOn } from "../judging";

describe("policy nothing-protected-in-demo", () => {
    const vpc = { type: "aws:ec2/vpc:Vpc", project: "devmin-demo", protect: false };
    const says = (project: string) => [
        `protect is true, here or on a parent; in ${project} it may not be, or pulumi destroy leaves it up.`,
    ];

    it("allows what is not protected", async () => {
        assert.deepEqual(await verdictOn(nothingProtectedInDemo, vpc), []);
    });
    it("denies a protected resource", async () => {
        assert.deepEqual(await verdictOn(nothingProtectedInDemo, { ...vpc, protect: true }), says("devmin-demo"));
    });
    it("denies a protected component", async () => {
        const component = { ...vpc, type: "devmin:demo:Network", protect: true };
        assert.deepEqual(await verdictOn(nothingProtectedInDemo, component), says("devmin-demo"));
    });
    it("allows a protected resource in a project that lives", async () => {
        assert.deepEqual(
            await verdictOn(nothingProtectedInDemo, { ...vpc, project: "devmin-core", protect: true }),
            [],
        );
    });
    it("takes which project is demo from its configuration", async () => {
        const trial = { ...vpc, project: "trial", protect: true };
        const config = { projects: { demo: "trial" } };
        assert.deepEqual(await verdictOn(nothingProtectedInDemo, trial, config), says("trial"));
    });
});
