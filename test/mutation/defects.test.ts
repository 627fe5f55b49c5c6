import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { defects } from "./defects";
import { applyDefect, buildMochaRun, getFailureReason, isFast, type Report, runDefects } from "./run-defect";
import { listTokens, parseSource } from "./syntax";

const root = join(__dirname, "..", "..");

/** Those guarded by a unit test; the others take an end-to-end run each: `npm run test:sabotage`. */
describe("only its guard fails when", function () {
    this.timeout(20 * 60_000);

    const fast = defects.filter(isFast);
    const interruption = new AbortController();
    let results: Promise<string>[] = [];
    const interrupt = async () => {
        interruption.abort(new Error("interrupted"));
        await Promise.allSettled(results);
        process.exit(130);
    };

    before(() => {
        process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
        results = runDefects(fast, root, interruption.signal);
    });

    after(() => {
        process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    });

    for (const [index, { title }] of fast.entries()) {
        it(title, async () => {
            await results[index];
        });
    }
});

describe("the run of a defect", () => {
    const failure = (fullTitle: string) => ({ fullTitle, err: { message: `${fullTitle} is broken` } });
    const good: Report = { pending: [], failures: [failure("a"), failure("b")] };

    it("succeeds when exactly its guards fail, with the message of the first", () => {
        assert.equal(getFailureReason(good, ["b", "a"]), "a is broken");
    });

    const missed: [string, Partial<Report>, RegExp][] = [
        ["nothing fails", { failures: [] }, /^no test failed; expected failures: a, b$/],
        ["a guard passes", { failures: [failure("a")] }, /than expected:\n- a: a is broken$/],
        ["something else fails", { failures: [...good.failures, failure("c")] }, /\n- c: c is broken$/],
        ["a test is skipped", { pending: [{ fullTitle: "c" }] }, /\n- c: skipped$/],
    ];
    for (const [what, change, message] of missed) {
        it(`is rejected when ${what}`, () => {
            assert.throws(() => getFailureReason({ ...good, ...change }, ["a", "b"]), { message });
        });
    }

    it("is rejected when its guard fails for another reason", () => {
        assert.throws(() => getFailureReason(good, ["a", "b"], "broken by it"), {
            message: 'it failed, but not with "broken by it":\na is broken',
        });
    });
});

describe("a defect", () => {
    for (const defect of defects) {
        it(`${defect.title}: is one change, whatever the formatting, with a guard that exists`, () => {
            const text = readFileSync(join(root, defect.file), "utf8");
            const reformat = (code: string) => ts.createPrinter().printFile(parseSource(defect.file, code));
            assert.deepEqual(
                listTokens(reformat(applyDefect(defect, reformat(text)))),
                listTokens(reformat(applyDefect(defect, text))),
            );
            const [testFile = ""] = buildMochaRun(defect.guard).args;
            assert.ok(existsSync(join(root, testFile)), testFile);
        });
    }

    it("has a title of its own", () => {
        assert.equal(new Set(defects.map(({ title }) => title)).size, defects.length);
    });

    it("is named when it does not apply", () => {
        const guard = { test: "it.test.ts", failingTests: [] };
        const defect = { title: "it is gone", file: "it.ts", symbol: "it", remove: "property b", guard };
        assert.throws(() => applyDefect(defect, "const it = { a: 1 };"), {
            message:
                'it.ts: "it is gone" does not apply: "property b": nodes that are "property b" in it.ts: expected one, found 0\n' +
                "Update its row in test/mutation/defects.ts.",
        });
    });

    it("is refused when the end-to-end run lacks its step", () => {
        assert.throws(() => buildMochaRun({ step: "a step of no scenario", message: "" }), {
            message: 'the end-to-end run has no step "a step of no scenario"',
        });
    });
});
