import * as pulumi from "@pulumi/pulumi";
import { inputFormats } from "./input-formats";
import { parseTimestamp } from "./lease";
import { refuse } from "./refusal";

/** Definition of a setting: how its text is parsed, and how to correct it. */
export interface Setting<T> {
    /** What is allowed; follows "it must be" in messages. */
    requirement: string;
    /** Value for the command that sets it, quoted for the shell. */
    example: string;
    /** Command that sets it. @default `pulumi config set` with `example` */
    command?: string;
    /** A setting without a default is required. */
    default?: T;
    /** Returns undefined if the text is not allowed. */
    parse(text: string): T | undefined;
}

type SettingValues<S extends Record<string, Setting<unknown>>> = {
    [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

/** A text that matches `pattern`. `requirement` follows "it must be" in messages; required unless it has a default. */
export const defineText = (
    requirement: string,
    pattern: RegExp,
    options: { example: string; default?: string },
): Setting<string> => ({
    requirement,
    ...options,
    parse: (value) => (pattern.test(value) ? value : undefined),
});

/** A whole number from `min` to `max`, both included. */
export const defineWholeNumber = (min: number, max: number, options: { default: number }): Setting<number> => ({
    requirement: `a whole number from ${min} to ${max}`,
    example: String(options.default),
    ...options,
    parse: (value) => (/^\d+$/.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined),
});

/** One of the given whole numbers. */
export const defineNumberChoice = (numbers: readonly number[], options: { default: number }): Setting<number> => ({
    requirement: `one of ${numbers.join(", ")}`,
    example: String(options.default),
    ...options,
    parse: (value) => numbers.find((number) => String(number) === value),
});

/** A time in UTC to the second, kept as text: `2026-11-24T18:00:00Z`. Required. */
export const defineTimestamp = (options: { command?: string }): Setting<string> => ({
    requirement: "a time in UTC, for example 2026-11-24T18:00:00Z",
    example: "2026-11-24T18:00:00Z",
    ...options,
    parse: (value) => (parseTimestamp(value) === undefined ? undefined : value),
});

/** A list of texts that match `pattern`: a YAML list in the stack configuration, or JSON. */
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

/** One of the given words; the first is the default. */
export const defineChoice = <const W extends string>(...choices: [W, ...W[]]): Setting<W> => ({
    requirement: `one of ${choices.join(", ")}`,
    example: choices[0],
    default: choices[0],
    parse: (value) => choices.find((choice) => choice === value),
});

/** An object, as `pulumi config set --path` writes it; the caller checks its content. @default {} */
export const defineObject = (requirement: string, options: { example: string }): Setting<Record<string, unknown>> => ({
    requirement,
    ...options,
    default: {},
    parse(value) {
        const parsedValue = parseJson(value);
        return isObject(parsedValue) ? parsedValue : undefined;
    },
});

/** Whether a value is an object, but neither null nor an array. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

function parseJson(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        return undefined; // not valid JSON, so neither a list nor an object
    }
}

/**
 * Reads the stack configuration of a Pulumi program.
 *
 * @param folder The project's folder, for the commands in messages: a layer, or `.` for the environment summary.
 * @param definitions By key. Keys without a colon belong to the project; `aws:region` and the like are read as they are.
 * @throws Refusal with one line per problem: the key, the actual value, what is allowed, the command that sets it. Unknown keys
 *         of the project are refused too, as they are probably misspelt.
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

/**
 * Checks that environment variables are set; providers read them from the environment.
 *
 * @param variables By name, a description that follows "it must be" in messages.
 * @throws Refusal with one line per missing variable; never contains a value
 */
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

/** Required settings of every layer: AWS account and region. */
export const locationSettings = {
    account: defineText(...inputFormats.account),
    "aws:region": defineText(...inputFormats.region),
};
