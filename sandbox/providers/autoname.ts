import { createHash } from "node:crypto";
import type { Autoname, Props } from "./resource-type";

/** A name as the official provider makes it: the resource's own name and seven hexadecimal digits from the engine's seed. */
export function autoname(rule: Autoname, resource: string, seed: Uint8Array): string {
    const { prefix = "", max = 255, lower, plain } = rule;
    if (plain) return resource;
    const end = `-${createHash("sha256").update(seed).digest("hex").slice(0, 7)}`;
    const name = prefix + resource.slice(0, max - end.length - prefix.length) + end;
    return lower ? name.toLowerCase() : name;
}

/** Was this name made by us? Then a replacement may be created beside the old resource. */
export function isAutonamed(rule: Autoname, resource: string, inputs: Props): boolean {
    const { prefix = "", max = 255, lower } = rule;
    const start = prefix + resource.slice(0, max - 8 - prefix.length);
    const name = inputs[rule.property];
    const own = lower ? start.toLowerCase() : start;
    return typeof name === "string" && name.startsWith(own) && /^-[0-9a-f]{7}$/.test(name.slice(own.length));
}
