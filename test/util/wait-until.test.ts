import assert from "node:assert/strict";
import { type Clock, type ProbeResult, WaitTimeoutError, waitUntil, wallClock } from "../../util/wait-until";

/** Time that passes only while something sleeps. */
function createFakeClock(): Clock & { sleeps: number[] } {
    let time = 0;
    const sleeps: number[] = [];
    return {
        sleeps,
        now: () => time,
        sleep: async (ms) => {
            sleeps.push(ms);
            time += ms;
        },
    };
}

/** A probe that is ready after this many calls, with the number of calls as its value. */
function createProbe(readyAfter: number) {
    let calls = 0;
    return async (): Promise<ProbeResult<number>> => {
        calls += 1;
        return calls >= readyAfter ? { ready: true, value: calls } : { ready: false, because: `answer ${calls} is no` };
    };
}

describe("waitUntil", () => {
    it("returns the value of a probe that is ready at once, without sleeping", async () => {
        const clock = createFakeClock();
        assert.equal(await waitUntil("it", createProbe(1), { clock }), 1);
        assert.deepEqual(clock.sleeps, []);
    });

    it("sleeps between two probes", async () => {
        const clock = createFakeClock();
        assert.equal(await waitUntil("it", createProbe(3), { clock, everyMs: 50 }), 3);
        assert.deepEqual(clock.sleeps, [50, 50]);
    });

    it("fails with the last reason when it is too late", async () => {
        const clock = createFakeClock();
        await assert.rejects(waitUntil("topic orders", createProbe(9), { clock, withinMs: 1_500, everyMs: 500 }), {
            name: "WaitTimeoutError",
            message: "waited 1.5 s for topic orders: answer 4 is no",
        });
        assert.equal(clock.now(), 1_500);
    });

    it("probes once even if there is no time", async () => {
        assert.equal(await waitUntil("it", createProbe(1), { clock: createFakeClock(), withinMs: 0 }), 1);
    });

    it("waits for ever if that is asked for", async () => {
        const clock = createFakeClock();
        assert.equal(await waitUntil("it", createProbe(10_000), { clock, withinMs: Number.POSITIVE_INFINITY }), 10_000);
    });

    it("throws the error of a probe, and does not probe again", async () => {
        let calls = 0;
        const probe = async (): Promise<ProbeResult<never>> => {
            calls += 1;
            throw new Error("wrong key");
        };
        await assert.rejects(waitUntil("it", probe, { clock: createFakeClock() }), (error: Error) => {
            assert.equal(error.message, "wrong key");
            return !(error instanceof WaitTimeoutError);
        });
        assert.equal(calls, 1);
    });

    it("stops, with the last reason, when it is cancelled while it sleeps", async () => {
        const cancellation = new AbortController();
        const clock = { ...createFakeClock(), sleep: async () => cancellation.abort() };
        await assert.rejects(waitUntil("the task to stop", createProbe(9), { clock, signal: cancellation.signal }), {
            name: "Error",
            message: "cancelled while waiting for the task to stop: answer 1 is no",
        });
    });

    it("does not sleep on when it is cancelled: not with the wall clock either", async () => {
        const cancellation = new AbortController();
        const sleeping = wallClock.sleep(3_600_000, cancellation.signal);
        cancellation.abort();
        await sleeping;
        await wallClock.sleep(3_600_000, cancellation.signal);
    });
});
