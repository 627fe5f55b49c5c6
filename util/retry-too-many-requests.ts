import { type Clock, wallClock } from "./wait-until";

/** Seconds before each further try, where the answer does not say: those of the official Confluent provider. */
const delaysSeconds = [1, 2, 4, 8];

/** An answer of HTTP, as far as it is read here. */
export interface Answer {
    status: number;
    /** The header Retry-After: seconds. */
    retryAfter?: string | null;
}

/**
 * Sends a request again while it is answered with 429, too many requests: such a request has done nothing. Resolves with the last
 * answer, which may be a 429.
 */
export async function retryTooManyRequests<T>(
    send: () => Promise<T>,
    describe: (response: T) => Answer,
    clock: Clock = wallClock,
): Promise<T> {
    for (const delay of delaysSeconds) {
        const response = await send();
        const { status, retryAfter } = describe(response);
        if (status !== 429) return response;
        await clock.sleep((/^\d+$/.test(retryAfter ?? "") ? Number(retryAfter) : delay) * 1_000);
    }
    return send();
}
