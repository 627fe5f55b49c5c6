/** The lease's rules, for the program that keeps to them and the verb that writes it. What time it is, the caller says. */

/** The longest lease, in hours, where `maxLeaseHours` says nothing: a working day. */
export const longestLease = 12;

const hour = 3_600_000;

/** A moment as the configuration has it, `2026-11-24T18:00:00Z`, in milliseconds; undefined for anything else. */
export function momentOf(text: string): number | undefined {
    const moment = Date.parse(text);
    return !Number.isNaN(moment) && writtenAs(moment) === text ? moment : undefined;
}

/** The other way round, to the second. */
export const writtenAs = (moment: number) => `${new Date(moment).toISOString().slice(0, 19)}Z`;

/** How long `4h` or `90m` is, in milliseconds; undefined for anything else. */
export function durationOf(text: string): number | undefined {
    const [, count, unit] = /^([1-9]\d{0,4})([hm])$/.exec(text) ?? [];
    return count ? Number(count) * (unit === "h" ? hour : hour / 60) : undefined;
}

/** How long a lease is when nobody says, in hours. */
export const usualLease = (maxHours: number) => Math.min(4, maxHours);

/** The command that sets a new lease. */
export const extending = (maxHours: number) => `./devmin lease extend ${usualLease(maxHours)}h`;

/** Why nothing may come up on a lease until then; undefined when it may. */
export function leaseProblem(until: string, maxHours: number, now: number): string | undefined {
    const left = (momentOf(until) ?? 0) - now;
    if (left > 0 && left <= maxHours * hour) return undefined;
    const is =
        left <= 0
            ? "it must be in the future, so the lease has ended"
            : `it must be at most ${maxHours} hours ahead (maxLeaseHours)`;
    return `devmin-demo:leaseUntil is ${until}: ${is}. Set a new one with: ${extending(maxHours)}`;
}

/** `3 h 59 min`, for people. */
export function inWords(milliseconds: number): string {
    const minutes = Math.floor(milliseconds / 60_000);
    if (minutes < 1) return "less than a minute";
    return [minutes >= 60 ? `${Math.floor(minutes / 60)} h` : "", minutes % 60 ? `${minutes % 60} min` : ""]
        .filter(Boolean)
        .join(" ");
}
