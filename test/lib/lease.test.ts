import assert from "node:assert/strict";
import { findLeaseProblem, formatDuration, formatTimestamp, parseDuration, parseTimestamp } from "../../lib/lease";

const now = Date.parse("2026-11-24T12:00:00Z");

describe("a lease", () => {
    const ends: [string, string | undefined][] = [
        ["2026-11-24T12:00:01Z", undefined],
        ["2026-11-25T00:00:00Z", undefined],
        [
            "2026-11-24T12:00:00Z",
            "devmin-demo:leaseUntil is 2026-11-24T12:00:00Z: it must be in the future; the lease has ended. Set a new one with: ./devmin lease extend 4h",
        ],
        [
            "2026-11-25T00:00:01Z",
            "devmin-demo:leaseUntil is 2026-11-25T00:00:01Z: it must be at most 12 hours ahead (maxLeaseHours). Set a new one with: ./devmin lease extend 4h",
        ],
    ];
    for (const [until, problem] of ends) {
        it(`until ${until} is ${problem ? "refused" : "accepted"} at noon`, () =>
            assert.equal(findLeaseProblem(until, 12, now), problem));
    }

    it("is refused with a command that is valid", () => {
        assert.match(findLeaseProblem("2026-11-24T11:00:00Z", 2, now) ?? "", /lease extend 2h$/);
    });

    const timestamps: [string, boolean][] = [
        ["2026-11-24T18:00:00Z", true],
        ["2026-11-24T18:00Z", false],
        ["2026-11-24 18:00:00Z", false],
        ["2026-11-24T18:00:00+01:00", false],
        ["2026-11-24T18:00:00.000Z", false],
        ["2026-02-30T18:00:00Z", false],
        ["tomorrow", false],
    ];
    for (const [text, good] of timestamps) {
        it(`${good ? "ends" : "cannot end"} at ${text}`, () => assert.equal(parseTimestamp(text) !== undefined, good));
    }

    it("is formatted as it is parsed", () => assert.equal(parseTimestamp(formatTimestamp(now)), now));

    const durations: [string, number | undefined][] = [
        ["4h", 14_400_000],
        ["90m", 5_400_000],
        ["0h", undefined],
        ["1.5h", undefined],
        ["4", undefined],
        ["-4h", undefined],
        ["4d", undefined],
    ];
    for (const [text, milliseconds] of durations) {
        it(`${milliseconds ? "lasts" : "cannot last"} ${text}`, () => assert.equal(parseDuration(text), milliseconds));
    }

    const formattedDurations: [number, string][] = [
        [30_000, "less than a minute"],
        [60_000, "1 min"],
        [14_340_000, "3 h 59 min"],
        [14_400_000, "4 h"],
    ];
    for (const [milliseconds, expected] of formattedDurations) {
        it(`of ${milliseconds} ms is formatted as ${expected}`, () =>
            assert.equal(formatDuration(milliseconds), expected));
    }
});
