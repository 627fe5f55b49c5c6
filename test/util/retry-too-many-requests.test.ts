import assert from "node:assert/strict";
import { type Answer, retryTooManyRequests } from "../../util/retry-too-many-requests";

/** Sends a request that is answered so, one answer after the other. */
async function send(...answers: Answer[]) {
    const sleeps: number[] = [];
    const clock = { now: () => 0, sleep: async (ms: number) => void sleeps.push(ms) };
    const remaining = [...answers];
    const answer = await retryTooManyRequests(
        async () => remaining.shift() as Answer,
        (each) => each,
        clock,
    );
    return { status: answer.status, sleeps, unsent: remaining.length };
}

describe("a request that may be one too many", () => {
    it("is sent once when it is accepted, or refused for another reason", async () => {
        assert.deepEqual(await send({ status: 200 }, { status: 500 }), { status: 200, sleeps: [], unsent: 1 });
        assert.deepEqual(await send({ status: 503 }, { status: 200 }), { status: 503, sleeps: [], unsent: 1 });
    });

    it("is sent again after the time that the answer names", async () => {
        const { sleeps, status } = await send({ status: 429, retryAfter: "3" }, { status: 200 });
        assert.deepEqual([sleeps, status], [[3_000], 200]);
    });

    it("is sent five times at most, with longer and longer pauses where the answer names none", async () => {
        const refused = Array.from({ length: 6 }, () => ({ status: 429, retryAfter: "soon" }));
        assert.deepEqual(await send(...refused), { status: 429, sleeps: [1_000, 2_000, 4_000, 8_000], unsent: 1 });
    });
});
