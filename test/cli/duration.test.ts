import assert from "node:assert/strict";
import { parseDurationArgument } from "../../cli/duration";

describe("a duration on the command line", () => {
    it("is a whole number with h or m, and refused otherwise with an example", () => {
        assert.equal(parseDurationArgument("90m"), 5_400_000);
        assert.throws(() => parseDurationArgument("soon"), {
            message: 'the duration is "soon": it must be a whole number with h or m, for example 4h or 90m.',
        });
    });
});
