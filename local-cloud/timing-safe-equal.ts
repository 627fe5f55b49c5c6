import { timingSafeEqual } from "node:crypto";

/** Whether what was given is what is right, told in a time that depends on the lengths alone. */
export function timingSafeEqualStrings(given: string | string[] | undefined, expected: string): boolean {
    if (typeof given !== "string") return false;
    const [a, b] = [Buffer.from(given), Buffer.from(expected)];
    return a.length === b.length && timingSafeEqual(a, b);
}
