import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { promptAtTerminal } from "../../cli/terminal";

describe("a question at the terminal", () => {
    const askTwice = (input: PassThrough) =>
        promptAtTerminal(async (ask) => [await ask("Region: "), await ask("Account: ")], {
            input: Object.assign(input, { isTTY: true, setRawMode: () => input }) as unknown as typeof process.stdin,
            output: Object.assign(new PassThrough(), { isTTY: true }) as unknown as typeof process.stderr,
        });

    it("returns what was typed", async () => {
        const input = new PassThrough();
        const answers = askTwice(input);
        input.write("eu-central-1\r");
        setImmediate(() => input.write(" 123456789012 \r"));
        assert.deepEqual(await answers, ["eu-central-1", "123456789012"]);
    });

    it("is refused by Ctrl-D", async () => {
        const input = new PassThrough();
        const answers = askTwice(input);
        input.write("\x04");
        await assert.rejects(answers, { message: "nothing was answered: the terminal was closed." });
    });

    it("is interrupted by Ctrl-C", async () => {
        const input = new PassThrough();
        const interrupted = once(process, "SIGINT");
        const answers = askTwice(input);
        input.write("\x03");
        await interrupted;
        input.write("\x04");
        await assert.rejects(answers);
    });
});
