import { refuse } from "../lib/refusal";
import { isObject } from "../lib/settings";

/** Which keys an account has. One more `up` lies between two keys: both log in while `previous` is there. */
export interface Generations {
    /** The key in use. */
    current: number;
    /** The one before it, until nobody logs in with it any more. */
    previous?: number;
}

/**
 * Reads the setting `keys`, in which whatever is not set has its first key: who rotates names two generations, who is
 * done names one. Refuses with a sentence for each thing that is wrong.
 *
 * @example generationsOf({ pulse: { current: 2, previous: 1 } }, ["manager", "pulse"])
 *          // { manager: { current: 1 }, pulse: { current: 2, previous: 1 } }
 */
export function generationsOf<Name extends string>(
    given: Record<string, unknown>,
    names: readonly Name[],
): Record<Name, Generations> {
    const wrong = Object.entries(given).flatMap(([name, row]) =>
        (names as readonly string[]).includes(name)
            ? wrongIn(name, row)
            : [`${at(name)} is for no account: it may be ${names.map((each) => at(each)).join(", ")}. ${remove(name)}`],
    );
    if (wrong.length > 0) refuse(wrong.join("\n"));
    const all = names.map((name) => [name, { current: 1, ...(given[name] as Partial<Generations>) }]);
    return Object.fromEntries(all) as Record<Name, Generations>;
}

function wrongIn(name: string, row: unknown): string[] {
    if (!isObject(row)) return [`${at(name)} is ${JSON.stringify(row)}: it must have current. ${set(name, 1)}`];
    const { current = 1, previous, ...others } = row;
    const unknown = Object.keys(others).map(
        (word) =>
            `${at(name)} has ${isPlain(word) ? word : JSON.stringify(word)}: it may have current and previous. ${remove(name, word)}`,
    );
    if (!isWhole(current)) {
        const is = `${at(name, "current")} is ${JSON.stringify(current)}`;
        return [...unknown, `${is}: it must be a whole number from 1. ${set(name, 1)}`];
    }
    if (previous === undefined || (isWhole(previous) && previous < current)) return unknown;
    const is = `${at(name, "previous")} is ${JSON.stringify(previous)}`;
    const must = `it must be a whole number from 1, smaller than current, which is ${current}`;
    return [...unknown, `${is}: ${must}. ${remove(name, "previous")}`];
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;

const isPlain = (name: string) => /^\w+$/.test(name);
/** A place in the setting, as Pulumi's `--path` has it. */
const path = (names: string[]) =>
    `keys${names.map((name) => (isPlain(name) ? `.${name}` : `[${JSON.stringify(name)}]`)).join("")}`;
const quoted = (text: string) => (/^[\w.]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const at = (...names: string[]) => `devmin-kafka:${path(names)}`;
const set = (name: string, generation: number) =>
    `Set it with: pulumi config set -C kafka --path keys.${name}.current ${generation}`;
const remove = (...names: string[]) => `Remove it with: pulumi config rm -C kafka --path ${quoted(path(names))}`;
