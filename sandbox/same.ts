import { timingSafeEqual } from "node:crypto";

/** Whether what was given is what is right, told in a time that depends on the lengths alone. */
export function same(given: string | string[] | undefined, right: string): boolean {
    if (typeof given !== "string") return false;
    const [a, b] = [Buffer.from(given), Buffer.from(right)];
    return a.length === b.length && timingSafeEqual(a, b);
}
