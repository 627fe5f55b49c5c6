import { isDeepStrictEqual } from "node:util";

/** Whether two values mean the same to the cloud: undefined, null and empty are equal; with `json`, so are equal JSON documents. */
export function isEquivalent(one: unknown, other: unknown, json = false): boolean {
    return isDeepStrictEqual(toCanonical(one, json), toCanonical(other, json));
}

export function isBlank(value: unknown): boolean {
    return toCanonical(value, false) === undefined;
}

function toCanonical(value: unknown, json: boolean): unknown {
    if (typeof value === "string" && json) return toCanonical(parseJson(value), false);
    if (value === undefined || value === null || value === "") return undefined;
    if (Array.isArray(value)) return value.length ? value.map((item) => toCanonical(item, json)) : undefined;
    if (typeof value !== "object") return value;
    if ("hash" in value && isAsset(value)) return value.hash;
    const entries = Object.entries(value)
        .map(([key, item]) => [key, toCanonical(item, json)] as const)
        .filter(([, item]) => item !== undefined);
    return entries.length ? Object.fromEntries(entries) : undefined;
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text; // not valid JSON: compared as text
    }
}

/** The key that marks Pulumi's special values; secrets never reach a provider here, so it is an asset or archive. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

export function isAsset(value: object): boolean {
    return SIGNATURE in value;
}

export function isArchive(value: object): boolean {
    return (value as Record<string, unknown>)[SIGNATURE] === ARCHIVE;
}
