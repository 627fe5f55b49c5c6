/** What came of a check or a step. The third is an answer of its own: here it cannot be shown, so nobody may rely on it. */
export type CheckStatus = "holds" | "broken" | "not exercised here";

/** Thrown where this world cannot show what is claimed; its message is the reason. */
export class SkippedError extends Error {}

/** How many there are of each answer, e.g. "6 hold, 0 broken, 1 not exercised here". */
export function formatStatusCounts(statuses: readonly CheckStatus[]): string {
    const count = (status: CheckStatus) => statuses.filter((each) => each === status).length;
    return `${count("holds")} hold, ${count("broken")} broken, ${count("not exercised here")} not exercised here`;
}
