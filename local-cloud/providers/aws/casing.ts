/**
 * Pulumi writes `kmsMasterKeyId`, the services `KMSMasterKeyID`: converts nested blocks by the case of the first letter, and a
 * service's own list of exceptions.
 */
type CasingExceptions = Record<string, string>;

export function toAwsCase<T>(value: unknown, exceptions: CasingExceptions = {}): T {
    return renameKeys(value, (key) => exceptions[key] ?? key.charAt(0).toUpperCase() + key.slice(1)) as T;
}

export function toPulumiCase<T>(value: unknown, exceptions: CasingExceptions = {}): T {
    const back = Object.fromEntries(Object.entries(exceptions).map(([ours, theirs]) => [theirs, ours]));
    return renameKeys(value, (key) => back[key] ?? key.charAt(0).toLowerCase() + key.slice(1)) as T;
}

function renameKeys(value: unknown, name: (key: string) => string): unknown {
    if (Array.isArray(value)) return value.map((item) => renameKeys(item, name));
    if (value === null || typeof value !== "object" || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [name(key), renameKeys(item, name)]));
}
