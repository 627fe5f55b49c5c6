/**
 * Pulumi writes `kmsMasterKeyId`, the services `KMSMasterKeyID`: nested blocks are carried over by their first letter,
 * and by a service's own list of exceptions.
 */
type Names = Record<string, string>;

export function toCloud<T>(value: unknown, exceptions: Names = {}): T {
    return renamed(value, (key) => exceptions[key] ?? key.charAt(0).toUpperCase() + key.slice(1)) as T;
}

export function fromCloud<T>(value: unknown, exceptions: Names = {}): T {
    const back = Object.fromEntries(Object.entries(exceptions).map(([ours, theirs]) => [theirs, ours]));
    return renamed(value, (key) => back[key] ?? key.charAt(0).toLowerCase() + key.slice(1)) as T;
}

function renamed(value: unknown, name: (key: string) => string): unknown {
    if (Array.isArray(value)) return value.map((item) => renamed(item, name));
    if (value === null || typeof value !== "object" || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [name(key), renamed(item, name)]));
}
