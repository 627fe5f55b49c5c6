import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Refusal } from "../../lib/refusal";

describe("a refusal", () => {
    const refusal = new Refusal("set the key.");

    it("is a RunError for Pulumi, which then prints only its message", () => {
        assert.ok(pulumi.RunError.isInstance(refusal));
    });

    it("has its message as its stack", () => {
        assert.equal(refusal.stack, "set the key.");
    });
});
