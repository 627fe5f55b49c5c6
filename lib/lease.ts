/** The lease's rules, for the program that keeps to them and the verb that writes it. What time it is, the caller says. */

/** The longest lease, in hours, where `maxLeaseHours` says nothing: a working day. */
export const defaultMaxLeaseHours = 12;

const hourMs = 3_600_000;

/** A moment as the configuration has it, `2026-11-24T18:00:00Z`, in milliseconds; undefined for anything else. */
export function parseTimestamp(text: string): number | undefined {
    const timestamp = Date.parse(text);
    return !Number.isNaN(timestamp) && formatTimestamp(timestamp) === text ? timestamp : undefined;
}

/** The other way round, to the second. */
export const formatTimestamp = (timestamp: number) => `${new Date(timestamp).toISOString().slice(0, 19)}Z`;

/** How long `4h` or `90m` is, in milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
    const [, count, unit] = /^([1-9]\d{0,4})([hm])$/.exec(text) ?? [];
    return count ? Number(count) * (unit === "h" ? hourMs : hourMs / 60) : undefined;
}

/** How long a lease is when nobody says, in hours. */
export const getDefaultLeaseHours = (maxHours: number) => Math.min(4, maxHours);

/** The command that sets a new lease. */
export const formatExtendLeaseCommand = (maxHours: number) =>
    `./devmin lease extend ${getDefaultLeaseHours(maxHours)}h`;

/** Why nothing may come up on a lease until then; undefined when it may. */
export function findLeaseProblem(until: string, maxHours: number, now: number): string | undefined {
    const remainingMs = (parseTimestamp(until) ?? 0) - now;
    if (remainingMs > 0 && remainingMs <= maxHours * hourMs) return undefined;
    const requirement =
        remainingMs <= 0
            ? "it must be in the future, so the lease has ended"
            : `it must be at most ${maxHours} hours ahead (maxLeaseHours)`;
    return `devmin-demo:leaseUntil is ${until}: ${requirement}. Set a new one with: ${formatExtendLeaseCommand(maxHours)}`;
}

/** `3 h 59 min`, for people. */
export function formatDuration(milliseconds: number): string {
    const minutes = Math.floor(milliseconds / 60_000);
    if (minutes < 1) return "less than a minute";
    return [minutes >= 60 ? `${Math.floor(minutes / 60)} h` : "", minutes % 60 ? `${minutes % 60} min` : ""]
        .filter(Boolean)
        .join(" ");
}
