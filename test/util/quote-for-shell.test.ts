import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { quoteForShell } from "../../util/quote-for-shell";

describe("a text quoted for the shell", () => {
    for (const text of ["plain", "", "two words", "it's", "''", '$HOME `id` \\ "!" *', "two\nlines"]) {
        it(`is one word with the same content: ${JSON.stringify(text)}`, () => {
            const { stdout } = spawnSync("sh", ["-c", `printf '<%s>' ${quoteForShell(text)}`], { encoding: "utf8" });
            assert.equal(stdout, `<${text}>`);
        });
    }
});
