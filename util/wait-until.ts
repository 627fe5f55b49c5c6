import { setTimeout } from "node:timers/promises";

/** Time is a parameter, so that tests need not wait. */
export interface Clock {
    now(): number;
    /** Resolves after this time, or as soon as the signal aborts. */
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const wallClock: Clock = {
    now: () => Date.now(),
    sleep: (ms, signal) =>
        setTimeout(ms, undefined, { signal }).catch((error) => {
            if (!signal?.aborted) throw error;
        }),
};

/** `because` is for what can still become ready; for what cannot, such as a wrong key, a probe throws. */
export type ProbeResult<T> = { ready: true; value: T } | { ready: false; because: string };

export interface WaitOptions {
    /** @default 300_000 */
    withinMs?: number;
    /** Time between two probes. @default 2_000 */
    everyMs?: number;
    /** @default the wall clock */
    clock?: Clock;
    /** Cancels the wait. */
    signal?: AbortSignal;
}

/** It did not become ready in time. */
export class WaitTimeoutError extends Error {
    override readonly name = "WaitTimeoutError";
}

/**
 * Calls `probe` until it is ready, at least once, and returns its value. Too late, or cancelled, is an error with the last reason.
 *
 * @param what Completes "waited 10 s for …", for example `topic orders` or `the task to stop`.
 * @throws WaitTimeoutError `waited 10 s for topic orders: the broker does not list it`
 */
export async function waitUntil<T>(
    what: string,
    probe: () => Promise<ProbeResult<T>>,
    { withinMs = 300_000, everyMs = 2_000, clock = wallClock, signal }: WaitOptions = {},
): Promise<T> {
    const deadline = clock.now() + withinMs;
    for (;;) {
        const result = await probe();
        if (result.ready) return result.value;
        if (clock.now() + everyMs > deadline) {
            throw new WaitTimeoutError(`waited ${withinMs / 1000} s for ${what}: ${result.because}`);
        }
        await clock.sleep(everyMs, signal);
        if (signal?.aborted) throw new Error(`cancelled while waiting for ${what}: ${result.because}`);
    }
}
