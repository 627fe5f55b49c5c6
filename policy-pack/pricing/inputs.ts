/** What a resource was declared with, as a policy, a state or a plan has it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the program declared, of whatever type.
export type Inputs = Record<string, any>;

/** Says why something has no price: its message is a phrase after "what it costs is unknown, as". */
export class UnpricedError extends Error {}

/** What to do about an unknown value, after its path. */
export const unknownValueAdvice =
    "is unknown in preview: make it a literal, a configuration value or a name built from those, not another resource's output";

/** What Pulumi puts in the place of a value that is not known yet, and marks one with that it keeps to itself. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const specialSignatureKey = "4dabf18193072939515e22adb298388d";

/** A number, also one that is written as text; what is missing is the fallback. */
export function readNumber(inputs: Inputs, path: PropertyPath, fallback?: number): number {
    const value = readValue(inputs, path) ?? fallback;
    const number = typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && number >= 0 && number < Number.POSITIVE_INFINITY) return number;
    return throwUnpriced(path, value, "not a number from 0");
}

/** A text; what is missing is empty. */
export function readString(inputs: Inputs, path: PropertyPath): string {
    const value = readValue(inputs, path) ?? "";
    return typeof value === "string" ? value : throwUnpriced(path, value, "not a string");
}

/** A switch; what is missing is the fallback. */
export function readBoolean(inputs: Inputs, path: PropertyPath, fallback = false): boolean {
    const value = readValue(inputs, path) ?? fallback;
    return typeof value === "boolean" ? value : throwUnpriced(path, value, "neither true nor false");
}

/** How many a list has, whatever they are; what is missing has none. */
export function countItems(inputs: Inputs, path: PropertyPath): number {
    const value = readValue(inputs, path) ?? [];
    return Array.isArray(value) ? value.length : throwUnpriced(path, value, "not a list");
}

/** What a list has; what is missing has nothing. */
export const readList = (inputs: Inputs, path: PropertyPath): readonly Inputs[] =>
    Array.from({ length: countItems(inputs, path) }, (_, index) =>
        readBlock(inputs, [...toPathSegments(path), String(index)]),
    );

/** A value with values of its own; what is missing is empty. */
export function readBlock(inputs: Inputs, path: PropertyPath): Inputs {
    const value = readValue(inputs, path) ?? {};
    return typeof value === "object" ? (value as Inputs) : throwUnpriced(path, value, "not an object");
}

/** Whether there is anything: an empty list is nothing. */
export function hasValue(inputs: Inputs, path: PropertyPath): boolean {
    const value = readValue(inputs, path);
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Names, from the outside in: `basic.maxEcku`; as a list where one has a dot in it. */
type PropertyPath = string | readonly string[];

function readValue(inputs: Inputs, path: PropertyPath): unknown {
    let value: unknown = inputs;
    for (const name of toPathSegments(path)) {
        value = Object(value)[name];
        if (value === undefined || value === null) return undefined;
        if (value === unknownValue) throw new UnpricedError(`${toPathSegments(path).join(".")} ${unknownValueAdvice}`);
        if (typeof value === "object" && specialSignatureKey in value)
            throw new UnpricedError(`${toPathSegments(path).join(".")} is a secret`);
    }
    return value;
}

const toPathSegments = (path: PropertyPath) => (typeof path === "string" ? path.split(".") : path);

function throwUnpriced(path: PropertyPath, value: unknown, problem: string): never {
    const actual =
        value === undefined
            ? "not set"
            : (typeof value === "number" ? String(value) : JSON.stringify(value)).slice(0, 60);
    throw new UnpricedError(`${toPathSegments(path).join(".")} is ${actual}, which is ${problem}`);
}
