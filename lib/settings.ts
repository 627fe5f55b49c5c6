import * as pulumi from "@pulumi/pulumi";
import { inputFormats } from "./input-formats";
import { parseTimestamp } from "./lease";
import { refuse } from "./refusal";

/** One setting: how its text becomes a value, and what to tell someone who got it wrong. */
export interface Setting<T> {
    /** What is allowed, as it reads after "it must be". */
    requirement: string;
    /** A value to put into the command that sets it. */
    example: string;
    /** The command that sets it, where that is not `pulumi config set`. */
    command?: string;
    /** Used when nothing is set; a setting without one is required. */
    default?: T;
    /** The value, or undefined when the text is not allowed. */
    parse(text: string): T | undefined;
}

type SettingValues<S extends Record<string, Setting<unknown>>> = {
    [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

/** Text of a given form. */
export const defineText = (
    requirement: string,
    pattern: RegExp,
    options: { example: string; default?: string },
): Setting<string> => ({
    requirement,
    ...options,
    parse: (value) => (pattern.test(value) ? value : undefined),
});

/** A whole number within bounds, both included. */
export const defineWholeNumber = (min: number, max: number, options: { default: number }): Setting<number> => ({
    requirement: `a whole number from ${min} to ${max}`,
    example: String(options.default),
    ...options,
    parse: (value) => (/^\d+$/.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined),
});

/** A moment in UTC, to the second. */
export const defineTimestamp = (options: { command?: string }): Setting<string> => ({
    requirement: "a time in UTC, for example 2026-11-24T18:00:00Z",
    example: "2026-11-24T18:00:00Z",
    ...options,
    parse: (value) => (parseTimestamp(value) === undefined ? undefined : value),
});

/** A list of texts of a given form, as a stack configuration has it: a YAML list, or JSON. */
export const defineList = (
    requirement: string,
    pattern: RegExp,
    options: { example: string; default: string[] },
): Setting<string[]> => ({
    requirement: `a list of ${requirement}`,
    example: `'${JSON.stringify([options.example])}'`,
    default: options.default,
    parse(value) {
        const list = parseJson(value);
        const isValid = (each: unknown) => typeof each === "string" && pattern.test(each);
        return Array.isArray(list) && list.every(isValid) ? list : undefined;
    },
});

/** One of a few words; the first is the default. */
export const defineChoice = <const W extends string>(...choices: [W, ...W[]]): Setting<W> => ({
    requirement: `one of ${choices.join(", ")}`,
    example: choices[0],
    default: choices[0],
    parse: (value) => choices.find((choice) => choice === value),
});

/** An object, as `pulumi config set --path` writes one; whoever reads it judges what is in it. */
export const defineObject = (requirement: string, options: { example: string }): Setting<Record<string, unknown>> => ({
    requirement,
    ...options,
    default: {},
    parse(value) {
        const parsedValue = parseJson(value);
        return isObject(parsedValue) ? parsedValue : undefined;
    },
});

/** Whether a value has properties of its own: no list, no text, not nothing. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

function parseJson(json: string): unknown {
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
export function readSettings<S extends Record<string, Setting<unknown>>>(
    folder: string,
    definitions: S,
): SettingValues<S> {
    const project = pulumi.getProject();
    const config = pulumi.runtime.allConfig();
    const problems: string[] = [];
    const values: Record<string, unknown> = {};
    for (const [key, setting] of Object.entries(definitions)) {
        const raw = config[buildConfigKey(project, key)];
        const value = raw === undefined ? setting.default : setting.parse(raw);
        if (value === undefined) {
            problems.push(
                `${buildConfigKey(project, key)} is ${raw === undefined ? "not set" : JSON.stringify(raw)}: it must be ${setting.requirement}. ` +
                    `Set it with: ${setting.command ?? `pulumi config set -C ${folder} ${key} ${setting.example}`}`,
            );
        }
        values[key] = value;
    }
    for (const key of Object.keys(config).filter((name) => name.startsWith(`${project}:`))) {
        const name = key.slice(project.length + 1);
        if (!(name in definitions)) {
            const known = Object.keys(definitions).filter((each) => !each.includes(":"));
            problems.push(
                `${key} is not a setting of ${project}: it must be one of ${known.join(", ")}. ` +
                    `Remove it with: pulumi config rm -C ${folder} ${name}`,
            );
        }
    }
    if (problems.length > 0) refuse(problems.join("\n"));
    return values as SettingValues<S>;
}

/** Refuses when an environment variable is missing; its value stays in the environment, where the provider reads it. */
export function assertEnvironmentVariables(variables: Record<string, string>): void {
    const missing = Object.entries(variables).filter(([name]) => !process.env[name]);
    if (missing.length > 0) {
        refuse(
            missing
                .map(
                    ([name, description]) =>
                        `${name} is not set: it must be ${description}. Set it with: export ${name}=…`,
                )
                .join("\n"),
        );
    }
}

const buildConfigKey = (project: string, key: string) => (key.includes(":") ? key : `${project}:${key}`);

/** What every layer asks: which account and region it is for. Only the user knows. */
export const locationSettings = {
    account: defineText(...inputFormats.account),
    "aws:region": defineText(...inputFormats.region),
};
