import assert from "node:assert/strict";
import { UsageError } from "../../cli/arguments";
import { run } from "../../cli/commands/recover";

describe("recover", () => {
    it("refuses to delete API keys of a layer that has none", async () => {
        const call = { root: ".", args: ["demo"], options: { "delete-orphaned-keys": true }, log: () => {} };
        await assert.rejects(run(call), new UsageError("--delete-orphaned-keys is for kafka: demo has no API keys."));
    });
});
