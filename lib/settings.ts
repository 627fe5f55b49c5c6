import * as pulumi from "@pulumi/pulumi";
import { forms } from "./forms";
import { momentOf } from "./lease";
import { refuse } from "./refusal";

/** One setting: how its text becomes a value, and what to tell someone who got it wrong. */
export interface Setting<T> {
    /** What is allowed, as it reads after "it must be". */
    is: string;
    /** A value to put into the command that sets it. */
    example: string;
    /** The command that sets it, where that is not `pulumi config set`. */
    command?: string;
    /** Used when nothing is set; a setting without one is required. */
    default?: T;
    /** The value, or undefined when the text is not allowed. */
    parse(text: string): T | undefined;
}

type Values<S extends Record<string, Setting<unknown>>> = {
    [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

/** Text of a given form. */
export const text = (is: string, pattern: RegExp, more: { example: string; default?: string }): Setting<string> => ({
    is,
    ...more,
    parse: (value) => (pattern.test(value) ? value : undefined),
});

/** A whole number within bounds, both included. */
export const wholeNumber = (min: number, max: number, more: { default: number }): Setting<number> => ({
    is: `a whole number from ${min} to ${max}`,
    example: String(more.default),
    ...more,
    parse: (value) => (/^\d+$/.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined),
});

/** A moment in UTC, to the second. */
export const moment = (more: { command?: string }): Setting<string> => ({
    is: "a time in UTC, for example 2026-11-24T18:00:00Z",
    example: "2026-11-24T18:00:00Z",
    ...more,
    parse: (value) => (momentOf(value) === undefined ? undefined : value),
});

/** A list of texts of a given form, as a stack configuration has it: a YAML list, or JSON. */
export const listOf = (
    is: string,
    pattern: RegExp,
    more: { example: string; default: string[] },
): Setting<string[]> => ({
    is: `a list of ${is}`,
    example: `'${JSON.stringify([more.example])}'`,
    default: more.default,
    parse(value) {
        const list = parsed(value);
        const fits = (each: unknown) => typeof each === "string" && pattern.test(each);
        return Array.isArray(list) && list.every(fits) ? list : undefined;
    },
});

/** One of a few words; the first is the default. */
export const oneOf = <const W extends string>(...words: [W, ...W[]]): Setting<W> => ({
    is: `one of ${words.join(", ")}`,
    example: words[0],
    default: words[0],
    parse: (value) => words.find((word) => word === value),
});

/** An object, as `pulumi config set --path` writes one; whoever reads it judges what is in it. */
export const object = (is: string, more: { example: string }): Setting<Record<string, unknown>> => ({
    is,
    ...more,
    default: {},
    parse(value) {
        const given = parsed(value);
        return isObject(given) ? given : undefined;
    },
});

/** Whether a value has properties of its own: no list, no text, not nothing. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        return undefined; // not JSON: whatever it is, it is no list and no object
    }
}

/**
 * Reads a layer's whole configuration and refuses it with one sentence for each thing that is wrong: the key, what was
 * given, what is allowed, the command that sets it. A key nobody reads is refused too: it is a misspelt one.
 *
 * `folder` is the project's: a layer, or `.` for the card. Keys without a colon belong to the project; `aws:region` and the
 * like are read where they stand.
 */
export function settings<S extends Record<string, Setting<unknown>>>(folder: string, wanted: S): Values<S> {
    const project = pulumi.getProject();
    const given = pulumi.runtime.allConfig();
    const wrong: string[] = [];
    const values: Record<string, unknown> = {};
    for (const [key, setting] of Object.entries(wanted)) {
        const raw = given[fullKey(project, key)];
        const value = raw === undefined ? setting.default : setting.parse(raw);
        if (value === undefined) {
            wrong.push(
                `${fullKey(project, key)} is ${raw === undefined ? "not set" : JSON.stringify(raw)}: it must be ${setting.is}. ` +
                    `Set it with: ${setting.command ?? `pulumi config set -C ${folder} ${key} ${setting.example}`}`,
            );
        }
        values[key] = value;
    }
    for (const key of Object.keys(given).filter((name) => name.startsWith(`${project}:`))) {
        const name = key.slice(project.length + 1);
        if (!(name in wanted)) {
            const known = Object.keys(wanted).filter((each) => !each.includes(":"));
            wrong.push(
                `${key} is not a setting of ${project}: it must be one of ${known.join(", ")}. ` +
                    `Remove it with: pulumi config rm -C ${folder} ${name}`,
            );
        }
    }
    if (wrong.length > 0) refuse(wrong.join("\n"));
    return values as Values<S>;
}

/** Refuses when an environment variable is missing; its value stays in the environment, where the provider reads it. */
export function needsEnvironment(variables: Record<string, string>): void {
    const missing = Object.entries(variables).filter(([name]) => !process.env[name]);
    if (missing.length > 0) {
        refuse(
            missing
                .map(([name, what]) => `${name} is not set: it must be ${what}. Set it with: export ${name}=…`)
                .join("\n"),
        );
    }
}

const fullKey = (project: string, key: string) => (key.includes(":") ? key : `${project}:${key}`);

/** What every layer asks: which account and region it is for. Only the user knows. */
export const where = {
    account: text(...forms.account),
    "aws:region": text(...forms.region),
};
