/** The inputs of a resource, as a policy, a state or a plan has them. */
// biome-ignore lint/suspicious/noExplicitAny: inputs as declared, of any type.
export type Inputs = Record<string, any>;

/** A cost cannot be calculated. Its message is a phrase that follows "its cost is unknown: ". */
export class UnpricedError extends Error {}

/** What to do about an unknown value; follows its path. */
export const unknownValueAdvice =
    "is unknown in preview: make it a literal, a configuration value or a name built from those, not another resource's output";

/** Pulumi's placeholder for an unknown value, and the key that marks a secret. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const specialSignatureKey = "4dabf18193072939515e22adb298388d";

/** A number, also one in a string; the fallback if it is missing. */
export function readNumber(inputs: Inputs, path: PropertyPath, fallback?: number): number {
    const value = readValue(inputs, path) ?? fallback;
    const number = typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && number >= 0 && number < Number.POSITIVE_INFINITY) return number;
    return throwUnpriced(path, value, "not a number from 0");
}

/** A string; empty if it is missing. */
export function readString(inputs: Inputs, path: PropertyPath): string {
    const value = readValue(inputs, path) ?? "";
    return typeof value === "string" ? value : throwUnpriced(path, value, "not a string");
}

/** A boolean; the fallback if it is missing. */
export function readBoolean(inputs: Inputs, path: PropertyPath, fallback = false): boolean {
    const value = readValue(inputs, path) ?? fallback;
    return typeof value === "boolean" ? value : throwUnpriced(path, value, "neither true nor false");
}

/** The length of a list; 0 if it is missing. */
export function countItems(inputs: Inputs, path: PropertyPath): number {
    const value = readValue(inputs, path) ?? [];
    return Array.isArray(value) ? value.length : throwUnpriced(path, value, "not a list");
}

/** The objects in a list; none if it is missing. */
export const readList = (inputs: Inputs, path: PropertyPath): readonly Inputs[] =>
    Array.from({ length: countItems(inputs, path) }, (_, index) =>
        readBlock(inputs, [...toPathSegments(path), String(index)]),
    );

/** An object; empty if it is missing. */
export function readBlock(inputs: Inputs, path: PropertyPath): Inputs {
    const value = readValue(inputs, path) ?? {};
    return typeof value === "object" ? (value as Inputs) : throwUnpriced(path, value, "not an object");
}

/** Whether a property is set; an empty list counts as not set. */
export function hasValue(inputs: Inputs, path: PropertyPath): boolean {
    const value = readValue(inputs, path);
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Property names: `basic.maxEcku`, or a list of names where one contains a dot. */
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
