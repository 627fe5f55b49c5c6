import assert from "node:assert/strict";
import { findHalfDoneRotations, formatHalfDoneRotation } from "../../../ops/recovery/half-done-rotations";

const type = "confluentcloud:index/apiKey:ApiKey";
const buildResource = (name: string, of = type) => ({ urn: `urn:pulumi:dev::devmin-kafka::${of}::${name}`, type: of });

describe("a rotation that stopped between its updates", () => {
    it("is an account with two keys in the state", () => {
        const names = ["manager-1", "pulse-10", "pulse-9", "order-events-2"];
        assert.deepEqual(findHalfDoneRotations(names.map((name) => buildResource(name))), [
            { account: "pulse", generations: [9, 10] },
        ]);
    });

    it("is not one of accounts with a key each, or of anything else with a number", () => {
        const acls = ["pulse-1", "pulse-2"].map((name) =>
            buildResource(name, "confluentcloud:index/kafkaAcl:KafkaAcl"),
        );
        assert.deepEqual(findHalfDoneRotations([buildResource("manager-1"), buildResource("pulse-3"), ...acls]), []);
    });

    it("is named with its keys and the command that ends it", () => {
        assert.equal(
            formatHalfDoneRotation({ account: "pulse", generations: [1, 2] }),
            "the rotation of the key of pulse is half done, keys 1 and 2 both work: run ./devmin rotate pulse",
        );
    });
});
