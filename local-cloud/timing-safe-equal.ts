import { timingSafeEqual } from "node:crypto";

/** Whether two strings are equal, in a time that depends on their lengths only. */
export function timingSafeEqualStrings(given: string | string[] | undefined, expected: string): boolean {
    if (typeof given !== "string") return false;
    const [a, b] = [Buffer.from(given), Buffer.from(expected)];
    return a.length === b.length && timingSafeEqual(a, b);
}
