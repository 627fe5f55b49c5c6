import assert from "node:assert/strict";
import { keyRotationCheck } from "../../../ops/checks/key-rotation";
import { findProblems } from "./find-problems";

const type = "confluentcloud:index/apiKey:ApiKey";
const findWith = (...names: string[]) =>
    findProblems(keyRotationCheck, {}, {}, { resources: names.map((name) => ({ urn: `u::${name}`, type })) });

describe("the check of key rotations", () => {
    it("passes with one key an account", async () => {
        assert.deepEqual(await findWith("manager-1", "pulse-2"), []);
    });

    it("fails with two keys of an account", async () => {
        assert.deepEqual(await findWith("manager-1", "pulse-1", "pulse-2"), [
            "the rotation of the key of pulse is half done, keys 1 and 2 both work: run ./devmin rotate pulse",
        ]);
    });
});
