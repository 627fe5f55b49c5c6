import type { CallContext } from "./resource-type";

/** Time is a parameter, so that tests do not wait. */
export interface Clock {
    now(): number;
    sleep(ms: number): Promise<void>;
}

export const wallClock: Clock = {
    now: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

type ProbeResult<T> = { ready: true; value: T } | { ready: false; because: string };

/** Calls `probe` until it is ready. Throws, with the last reason, after the timeout or when cancelled. */
export async function waitUntil<T>(
    what: string,
    probe: () => Promise<ProbeResult<T>>,
    { signal, timeoutMs = 1_200_000 }: Pick<CallContext, "signal" | "timeoutMs">,
    { everyMs = 1_000, clock = wallClock } = {},
): Promise<T> {
    const deadline = clock.now() + timeoutMs;
    for (;;) {
        const seen = await probe();
        if (seen.ready) return seen.value;
        if (signal.aborted) throw new Error(`${what}: cancelled while waiting, because ${seen.because}.`);
        if (clock.now() + everyMs > deadline) {
            throw new Error(`${what} not ready after ${timeoutMs / 1000} s: ${seen.because}`);
        }
        await clock.sleep(everyMs);
    }
}
