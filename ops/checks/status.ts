/** The result of a check or a step. `skipped` is never a pass: the claim cannot be shown here, so nobody may rely on it. */
export type CheckStatus = "pass" | "fail" | "skipped";

/** Thrown where a claim cannot be shown; the message is the reason. */
export class SkippedError extends Error {}

/** How many there are of each, for example `34 pass, 0 fail, 2 skipped`. */
export function formatStatusCounts(statuses: readonly CheckStatus[]): string {
    const count = (status: CheckStatus) => statuses.filter((each) => each === status).length;
    return `${count("pass")} pass, ${count("fail")} fail, ${count("skipped")} skipped`;
}
