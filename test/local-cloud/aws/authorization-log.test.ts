import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCallLogFile, readCalls, recordCalls } from "../../../local-cloud/aws/authorization-log";

describe("the log of what AWS was asked", () => {
    let home: string;
    const ask = (action: string) => appendFileSync(getCallLogFile({ home }), `${JSON.stringify({ action })}\n`);
    const asked = (record?: string) => readCalls({ home }, record).map(({ action }) => action);
    beforeEach(() => {
        home = mkdtempSync(join(tmpdir(), "devmin-calls-"));
        mkdirSync(join(home, "aws"));
        ask("before");
    });
    afterEach(() => rmSync(home, { recursive: true }));

    it("has each question once", () => {
        ask("before");
        assert.deepEqual(asked(), ["before"]);
    });

    it("is recorded under a name while something is done, and goes on as if nothing had been", async () => {
        await recordCalls({ home }, "it", async () => ask("during"));
        ask("after");
        assert.deepEqual([asked(), asked("it")], [["before", "after"], ["during"]]);
    });

    it("goes on also after something failed, or asked nothing", async () => {
        await assert.rejects(
            recordCalls({ home }, "it", () => Promise.reject(new Error("no"))),
            /no/,
        );
        assert.deepEqual(
            [asked(), asked("it"), existsSync(getCallLogFile({ home }, "before"))],
            [["before"], [], false],
        );
    });
});
