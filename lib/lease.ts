/** Rules of the lease, for demo's program and the commands that write it. The caller passes the current time. */

/** Default of the setting `maxLeaseHours`: a working day. */
export const defaultMaxLeaseHours = 12;

/** What `maxLeaseHours` may be, both included: an hour to a week. */
export const leaseHoursRange = { min: 1, max: 168 };

/** Parses the setting `maxLeaseHours`. Returns undefined for a text that is no whole number in its range. */
export const parseMaxLeaseHours = (text: string): number | undefined =>
    /^\d+$/.test(text) && Number(text) >= leaseHoursRange.min && Number(text) <= leaseHoursRange.max
        ? Number(text)
        : undefined;

const hourMs = 3_600_000;

/** Parses exactly `2026-11-24T18:00:00Z`. Returns milliseconds since the epoch; undefined for any other text. */
export function parseTimestamp(text: string): number | undefined {
    const timestamp = Date.parse(text);
    return !Number.isNaN(timestamp) && formatTimestamp(timestamp) === text ? timestamp : undefined;
}

/** Formats milliseconds since the epoch as `2026-11-24T18:00:00Z`, cut to the second. */
export const formatTimestamp = (timestamp: number) => `${new Date(timestamp).toISOString().slice(0, 19)}Z`;

/** Parses a duration such as `4h` or `90m`. Returns milliseconds; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
    const [, count, unit] = /^([1-9]\d{0,4})([hm])$/.exec(text) ?? [];
    return count ? Number(count) * (unit === "h" ? hourMs : hourMs / 60) : undefined;
}

/** Default length of a lease in hours: 4, or `maxHours` if that is less. */
export const getDefaultLeaseHours = (maxHours: number) => Math.min(4, maxHours);

/** Command that sets a new lease of the default length. */
export const formatExtendLeaseCommand = (maxHours: number) =>
    `./devmin lease extend ${getDefaultLeaseHours(maxHours)}h`;

/**
 * Checks that a lease ends in the future, at most `maxHours` ahead of `now` (milliseconds since the epoch).
 *
 * @returns a sentence with the problem and the command that sets a new lease; undefined if the lease is valid
 */
export function findLeaseProblem(until: string, maxHours: number, now: number): string | undefined {
    const remainingMs = (parseTimestamp(until) ?? 0) - now;
    if (remainingMs > 0 && remainingMs <= maxHours * hourMs) return undefined;
    const requirement =
        remainingMs <= 0
            ? "it must be in the future; the lease has ended"
            : `it must be at most ${maxHours} hours ahead (maxLeaseHours)`;
    return `devmin-demo:leaseUntil is ${until}: ${requirement}. Set a new one with: ${formatExtendLeaseCommand(maxHours)}`;
}

/** Formats milliseconds for people, cut to the minute: `3 h 59 min`, `less than a minute`. */
export function formatDuration(milliseconds: number): string {
    const minutes = Math.floor(milliseconds / 60_000);
    if (minutes < 1) return "less than a minute";
    return [minutes >= 60 ? `${Math.floor(minutes / 60)} h` : "", minutes % 60 ? `${minutes % 60} min` : ""]
        .filter(Boolean)
        .join(" ");
}
