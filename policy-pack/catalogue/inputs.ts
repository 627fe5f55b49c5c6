/** What a resource was declared with, as a policy, a state or a plan has it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the program declared, of whatever type.
export type Inputs = Record<string, any>;

/** Says why something has no price: its message is a phrase after "what it costs is unknown, as". */
export class Unpriced extends Error {}

/** What to do about an unknown value, after its path. */
export const makeItKnown =
    "is unknown in preview: make it a literal, a configuration value or a name built from those, not another resource's output";

/** What Pulumi puts in the place of a value that is not known yet, and marks one with that it keeps to itself. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const special = "4dabf18193072939515e22adb298388d";

/** A number, also one that is written as text; what is missing is the fallback. */
export function numberAt(inputs: Inputs, path: Path, fallback?: number): number {
    const value = at(inputs, path) ?? fallback;
    const number = typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && number >= 0 && number < Number.POSITIVE_INFINITY) return number;
    return refuse(path, value, "no number from 0");
}

/** A text; what is missing is empty. */
export function textAt(inputs: Inputs, path: Path): string {
    const value = at(inputs, path) ?? "";
    return typeof value === "string" ? value : refuse(path, value, "no text");
}

/** A switch; what is missing is the fallback. */
export function flagAt(inputs: Inputs, path: Path, fallback = false): boolean {
    const value = at(inputs, path) ?? fallback;
    return typeof value === "boolean" ? value : refuse(path, value, "neither true nor false");
}

/** How many a list has, whatever they are; what is missing has none. */
export function countAt(inputs: Inputs, path: Path): number {
    const value = at(inputs, path) ?? [];
    return Array.isArray(value) ? value.length : refuse(path, value, "no list");
}

/** What a list has; what is missing has nothing. */
export const listAt = (inputs: Inputs, path: Path): readonly Inputs[] =>
    Array.from({ length: countAt(inputs, path) }, (_, index) => blockAt(inputs, [...namesIn(path), String(index)]));

/** A value with values of its own; what is missing is empty. */
export function blockAt(inputs: Inputs, path: Path): Inputs {
    const value = at(inputs, path) ?? {};
    return typeof value === "object" ? (value as Inputs) : refuse(path, value, "no object");
}

/** Whether there is anything: an empty list is nothing. */
export function isAt(inputs: Inputs, path: Path): boolean {
    const value = at(inputs, path);
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Names, from the outside in: `basic.maxEcku`; as a list where one has a dot in it. */
type Path = string | readonly string[];

function at(inputs: Inputs, path: Path): unknown {
    let value: unknown = inputs;
    for (const name of namesIn(path)) {
        value = Object(value)[name];
        if (value === undefined || value === null) return undefined;
        if (value === unknownValue) throw new Unpriced(`${namesIn(path).join(".")} ${makeItKnown}`);
        if (typeof value === "object" && special in value) throw new Unpriced(`${namesIn(path).join(".")} is a secret`);
    }
    return value;
}

const namesIn = (path: Path) => (typeof path === "string" ? path.split(".") : path);

function refuse(path: Path, value: unknown, is: string): never {
    const given =
        value === undefined
            ? "not set"
            : (typeof value === "number" ? String(value) : JSON.stringify(value)).slice(0, 60);
    throw new Unpriced(`${namesIn(path).join(".")} is ${given}, which is ${is}`);
}
