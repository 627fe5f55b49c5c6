import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCallLogFile, readCalls, recordCalls } from "../../../local-cloud/aws/authorization-log";

describe("the log of authorization checks", () => {
    let home: string;
    const ask = (action: string) => appendFileSync(getCallLogFile({ home }), `${JSON.stringify({ action })}\n`);
    const asked = (record?: string) => readCalls({ home }, record).map(({ action }) => action);
    beforeEach(() => {
        home = mkdtempSync(join(tmpdir(), "devmin-calls-"));
        mkdirSync(join(home, "aws"));
        ask("before");
    });
    afterEach(() => rmSync(home, { recursive: true }));

    it("has each check once", () => {
        ask("before");
        assert.deepEqual(asked(), ["before"]);
    });

    it("is recorded under a name during an action, and continues afterwards", async () => {
        await recordCalls({ home }, "it", async () => ask("during"));
        ask("after");
        assert.deepEqual([asked(), asked("it")], [["before", "after"], ["during"]]);
    });

    it("continues after an action that failed or made no call, too", async () => {
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
