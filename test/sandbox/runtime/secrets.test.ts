import assert from "node:assert/strict";
import { keyOf, reference } from "../../../sandbox/runtime/secrets";

const arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:app-abc123";

describe("sandbox/runtime secrets", () => {
    it("reads a whole secret's reference", () => {
        assert.deepEqual(reference(arn), { arn, jsonKey: undefined, stage: undefined, version: undefined });
    });
    it("reads a reference to one key, as ECS writes it", () => {
        assert.deepEqual(reference(`${arn}:password::`), { arn, jsonKey: "password", stage: "", version: "" });
    });
    it("takes one key of a JSON secret", () => assert.equal(keyOf('{"a":"x"}', "a", arn), "x"));
    it("names a key that is missing", () => {
        assert.throws(() => keyOf('{"a":"x"}', "b", arn), { message: `the secret ${arn} has no key b.` });
    });
    it("does not quote a secret that is not JSON", () => {
        assert.throws(
            () => keyOf("hunter2", "a", arn),
            (error: Error) => !error.message.includes("hunter2"),
        );
    });
});
