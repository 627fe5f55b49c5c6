import assert from "node:assert/strict";
import { parseSecretReference, readJsonKey } from "../../../local-cloud/ecs/secrets";

const arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:app-abc123";

describe("local-cloud/ecs secrets", () => {
    it("parses a reference to a whole secret", () => {
        assert.deepEqual(parseSecretReference(arn), { arn, jsonKey: undefined, stage: undefined, version: undefined });
    });
    it("parses a reference to one key, as ECS writes it", () => {
        assert.deepEqual(parseSecretReference(`${arn}:password::`), {
            arn,
            jsonKey: "password",
            stage: "",
            version: "",
        });
    });
    it("reads one key of a JSON secret", () => assert.equal(readJsonKey('{"a":"x"}', "a", arn), "x"));
    it("names a missing key", () => {
        assert.throws(() => readJsonKey('{"a":"x"}', "b", arn), { message: `the secret ${arn} has no key b.` });
    });
    it("does not quote a secret that is not JSON", () => {
        assert.throws(
            () => readJsonKey("hunter2", "a", arn),
            (error: Error) => !error.message.includes("hunter2"),
        );
    });
});
