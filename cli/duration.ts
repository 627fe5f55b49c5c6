import { parseDuration } from "../ops/lease";
import { UsageError } from "./arguments";

/** A duration in milliseconds. */
export function parseDurationArgument(text: string): number {
    const milliseconds = parseDuration(text);
    if (milliseconds === undefined) {
        throw new UsageError(
            `the duration is ${JSON.stringify(text)}: it must be a whole number with h or m, for example 4h or 90m.`,
        );
    }
    return milliseconds;
}
