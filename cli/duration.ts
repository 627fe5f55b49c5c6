import { durationOf } from "../ops/lease";
import { UsageError } from "./verb";

/** A length of time, in milliseconds. */
export function durationIn(text: string): number {
    const milliseconds = durationOf(text);
    if (milliseconds === undefined) {
        throw new UsageError(
            `the length of time is ${JSON.stringify(text)}: it must be a whole number with h or m, for example 4h or 90m.`,
        );
    }
    return milliseconds;
}
