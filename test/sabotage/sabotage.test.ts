import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { sabotages } from "./rows";
import { applySabotage, getFailureReason, type Report, runSabotage } from "./sabotage";

const root = join(__dirname, "..", "..");

/** Those guarded by a unit test; the others take an end-to-end run each: `npm run test:sabotage`. */
describe("only its guard fails when", function () {
    this.timeout(20 * 60_000);

    const fast = sabotages.filter(({ guard }) => "test" in guard);
    const interruption = new AbortController();
    const played: Promise<string>[] = [];
    const interrupt = async () => {
        interruption.abort(new Error("interrupted"));
        await Promise.allSettled(played);
        process.exit(130);
    };

    before(() => {
        process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
        // As many at once as there are cores; a test waits for its own.
        const lanes: Promise<unknown>[] = Array.from({ length: availableParallelism() }, async () => {});
        for (const [index, row] of fast.entries()) {
            const lane = index % lanes.length;
            const play = async () => runSabotage(row, root, interruption.signal);
            const mine = (lanes[lane] as Promise<unknown>).then(play, play);
            lanes[lane] = mine;
            played.push(mine);
        }
        Promise.allSettled(played);
    });

    after(() => {
        process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    });

    for (const [index, { title }] of fast.entries()) {
        it(title, async () => {
            await played[index];
        });
    }
});

describe("a sabotage run", () => {
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

    it("replaces one line with another", () => {
        assert.equal(applySabotage("it.ts", "a\nb\n", "b", "$& c"), "a\n$& c\n");
    });

    for (const times of [0, 2]) {
        it(`is rejected when its line occurs ${times} times`, () => {
            assert.throws(() => applySabotage("it.ts", "b\n".repeat(times), "b", "c"), {
                message: new RegExp(`^it.ts must contain this text once, but contains it ${times} times: b`),
            });
        });
    }
});
