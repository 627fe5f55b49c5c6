import assert from "node:assert/strict";
import { Ledger, type PulseEvent } from "../../../demo/workload/ledger";

/** A ledger with three sent events for each of two keys. */
function createSentEvents(): { ledger: Ledger; events: PulseEvent[] } {
    const ledger = new Ledger("run");
    const events = [1, 2, 3].flatMap((round) => ["red", "blue"].map((key) => ledger.createEvent(round, key)));
    return { ledger, events };
}

describe("the ledger", () => {
    it("reports no problem when all events arrive in order per key", () => {
        const { ledger, events } = createSentEvents();
        const blueFirst = [...events].sort((a, b) => a.key.localeCompare(b.key) || a.sequence - b.sequence);
        for (const event of blueFirst) ledger.recordArrival(event);
        assert.deepEqual(ledger.listProblems(), []);
        assert.equal(ledger.outstandingCount, 0);
    });

    it("reports a missing event", () => {
        const { ledger, events } = createSentEvents();
        for (const event of events.filter(({ key, sequence }) => !(key === "red" && sequence === 2)))
            ledger.recordArrival(event);
        assert.deepEqual(ledger.listProblems(), ["red: 1 event(s) did not arrive"]);
        assert.equal(ledger.outstandingCount, 1);
    });

    it("reports a duplicate event", () => {
        const { ledger, events } = createSentEvents();
        for (const event of [...events, events[0] as PulseEvent]) ledger.recordArrival(event);
        assert.deepEqual(ledger.listProblems(), ["red: event 0 arrived, expected event 3"]);
    });

    it("reports events out of order", () => {
        const { ledger, events } = createSentEvents();
        const [first, second, third, ...rest] = events as [PulseEvent, PulseEvent, PulseEvent, ...PulseEvent[]];
        for (const event of [third, second, first, ...rest]) ledger.recordArrival(event);
        assert.deepEqual(ledger.listProblems(), [
            "red: event 1 arrived, expected event 0",
            "red: event 0 arrived, expected event 2",
        ]);
    });

    it("ignores events of other runs", () => {
        const { ledger, events } = createSentEvents();
        ledger.recordArrival({ ...(events[0] as PulseEvent), run: "another" });
        assert.equal(ledger.outstandingCount, 6);
    });
});
