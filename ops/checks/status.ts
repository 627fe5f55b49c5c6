/**
 * The result of a check or a step. `skipped` is never a pass: the claim cannot be shown here, so nobody may rely on it. `warning`:
 * the environment works, and something about it should change.
 */
export type CheckStatus = "pass" | "fail" | "warning" | "skipped";

/** Thrown where a claim cannot be shown; the message is the reason. */
export class SkippedError extends Error {}

/** How many there are of each, for example `34 pass, 0 fail, 2 skipped`; warnings only where there are any. */
export function formatStatusCounts(statuses: readonly CheckStatus[]): string {
    const count = (status: CheckStatus) => statuses.filter((each) => each === status).length;
    const counts = (["pass", "fail", "warning", "skipped"] as const).map((status) => [status, count(status)] as const);
    return counts
        .filter(([status, number]) => status !== "warning" || number > 0)
        .map(([status, number]) => `${number} ${status}`)
        .join(", ");
}
