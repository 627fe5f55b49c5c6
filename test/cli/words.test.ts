import assert from "node:assert/strict";
import { UsageError } from "../../cli/verb";
import { namesOf, wordsOf } from "../../cli/words";

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
});
