import { createHash } from "node:crypto";
import type { AutonameRule, Props } from "./resource-type";

/** A name like the official provider's: the resource's name and seven hexadecimal digits from the engine's seed. */
export function generateName(rule: AutonameRule, resource: string, seed: Uint8Array): string {
    const { prefix = "", maxLength = 255, lowercase, withoutSuffix } = rule;
    if (withoutSuffix) return resource;
    const end = `-${createHash("sha256").update(seed).digest("hex").slice(0, 7)}`;
    const name = prefix + resource.slice(0, maxLength - end.length - prefix.length) + end;
    return lowercase ? name.toLowerCase() : name;
}

/** Whether this name was generated: then a replacement can be created before the old resource is deleted. */
export function isAutonamed(rule: AutonameRule, resource: string, inputs: Props): boolean {
    const { prefix = "", maxLength = 255, lowercase } = rule;
    const start = prefix + resource.slice(0, maxLength - 8 - prefix.length);
    const name = inputs[rule.property];
    const own = lowercase ? start.toLowerCase() : start;
    return typeof name === "string" && name.startsWith(own) && /^-[0-9a-f]{7}$/.test(name.slice(own.length));
}
