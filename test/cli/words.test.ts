import assert from "node:assert/strict";
import { UsageError } from "../../cli/verb";
import { durationIn, namesOf, wordsOf } from "../../cli/words";

describe("a verb's words", () => {
    it("are refused when there are too many", () => {
        assert.throws(() => wordsOf(["a", "b"], {}, 1), { message: "it takes 1 word, 2 were given." });
    });

    it("may be any number of names", () => {
        assert.deepEqual(namesOf(["kafka", "demo", "--yes"], { yes: { type: "boolean" } }).positionals, [
            "kafka",
            "demo",
        ]);
    });

    it("are refused when nobody knows them", () => {
        assert.throws(() => namesOf(["--sure"], {}), UsageError);
    });

    it("may be a length of time", () => {
        assert.equal(durationIn("90m"), 5_400_000);
        assert.throws(() => durationIn("soon"), {
            message: 'the length of time is "soon": it must be a whole number with h or m, for example 4h or 90m.',
        });
    });
});
