import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Refusal } from "../../lib/refusal";

describe("a refusal", () => {
    const refusal = new Refusal("set the key.");

    it("is a RunError to Pulumi, which then prints its text alone", () => {
        assert.ok(pulumi.RunError.isInstance(refusal));
    });

    it("has no stack but its message", () => {
        assert.equal(refusal.stack, "set the key.");
    });
});
