import assert from "node:assert/strict";
import { parseArguments, parseLayers, parseVariadicArguments } from "../../cli/args";
import { UsageError } from "../../cli/command";

describe("a verb's words", () => {
    it("are refused when there are too many", () => {
        assert.throws(() => parseArguments(["a", "b"], {}, 1), { message: "it takes 1 word, 2 were given." });
    });

    it("may be any number of names", () => {
        assert.deepEqual(parseVariadicArguments(["kafka", "demo", "--yes"], { yes: { type: "boolean" } }).positionals, [
            "kafka",
            "demo",
        ]);
    });

    it("are refused when nobody knows them", () => {
        assert.throws(() => parseVariadicArguments(["--sure"], {}), UsageError);
    });

    for (const [words, layers] of [
        [[], ["kafka", "demo"]],
        [
            ["demo", "core"],
            ["core", "demo"],
        ],
    ] as const) {
        it(`${words.join(" ") || "that are none"} name ${layers.join(", ")}`, () =>
            assert.deepEqual(parseLayers(words), layers));
    }

    it("that name no layer are refused", () => {
        assert.throws(() => parseLayers(["kafka", "card"]), {
            message: "there is no layer card: name some of core, kafka, demo.",
        });
    });
});
