import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { sabotages } from "./rows";
import { applySabotage, getFailureReason, type Report, runSabotage } from "./sabotage";

const root = join(__dirname, "..", "..");

/** Those a unit test guards; the others take a rehearsal each, and `npm run test:sabotage`. */
describe("its guard, and nothing else, says that", function () {
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

describe("a sabotage", () => {
    const failure = (fullTitle: string) => ({ fullTitle, err: { message: `${fullTitle} is broken` } });
    const good: Report = { pending: [], failures: [failure("a"), failure("b")] };

    it("is caught when just its guards turn red, with the reason of the first", () => {
        assert.equal(getFailureReason(good, ["b", "a"]), "a is broken");
    });

    const missed: [string, Partial<Report>, RegExp][] = [
        ["nothing turns red", { failures: [] }, /^nothing turned red; what should have: a, b$/],
        ["a guard stays green", { failures: [failure("a")] }, /not alone:\n- a: a is broken$/],
        ["something else turns red", { failures: [...good.failures, failure("c")] }, /\n- c: c is broken$/],
        ["a test is skipped", { pending: [{ fullTitle: "c" }] }, /\n- c: skipped$/],
    ];
    for (const [what, change, message] of missed) {
        it(`is not caught when ${what}`, () => {
            assert.throws(() => getFailureReason({ ...good, ...change }, ["a", "b"]), { message });
        });
    }

    it("is not caught when its guard turns red for another reason", () => {
        assert.throws(() => getFailureReason(good, ["a", "b"], "broken by it"), {
            message: 'it turned red without a word of "broken by it":\na is broken',
        });
    });

    it("puts one line in the place of another", () => {
        assert.equal(applySabotage("it.ts", "a\nb\n", "b", "$& c"), "a\n$& c\n");
    });

    for (const times of [0, 2]) {
        it(`is refused when its line is there ${times} times`, () => {
            assert.throws(() => applySabotage("it.ts", "b\n".repeat(times), "b", "c"), {
                message: new RegExp(`^it.ts has ${times} times what must stand there once: b`),
            });
        });
    }
});
