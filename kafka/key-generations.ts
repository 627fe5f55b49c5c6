import { refuse } from "../lib/refusal";
import { isObject } from "../lib/settings";

/** API keys of one service account. A rotation takes two updates: both keys are valid while `previous` is set. */
export interface KeyGenerations {
    /** Generation of the key in use, from 1. */
    current: number;
    /** Generation of the key before it, smaller than `current`, as long as clients still use it. */
    previous?: number;
}

/**
 * Parses the setting `keys`. Accounts that are not listed have generation 1. During a rotation an account lists two
 * generations, after it one. Refuses invalid settings with one line per problem.
 *
 * @example parseKeyGenerations({ pulse: { current: 2, previous: 1 } }, ["manager", "pulse"])
 *          // { manager: { current: 1 }, pulse: { current: 2, previous: 1 } }
 */
export function parseKeyGenerations<Name extends string>(
    setting: Record<string, unknown>,
    accountNames: readonly Name[],
): Record<Name, KeyGenerations> {
    const problems = Object.entries(setting).flatMap(([name, row]) =>
        (accountNames as readonly string[]).includes(name)
            ? findGenerationProblems(name, row)
            : [
                  `${formatSettingName(name)} is not a service account: it must be one of ${accountNames.map((each) => formatSettingName(each)).join(", ")}. ${formatRemoveCommand(name)}`,
              ],
    );
    if (problems.length > 0) refuse(problems.join("\n"));
    const generations = accountNames.map((name) => [
        name,
        { current: 1, ...(setting[name] as Partial<KeyGenerations>) },
    ]);
    return Object.fromEntries(generations) as Record<Name, KeyGenerations>;
}

function findGenerationProblems(name: string, row: unknown): string[] {
    if (!isObject(row))
        return [
            `${formatSettingName(name)} is ${JSON.stringify(row)}: it must be an object with current. ${formatSetCommand(name, 1)}`,
        ];
    const { current = 1, previous, ...others } = row;
    const unknownProblems = Object.keys(others).map(
        (property) =>
            `${formatSettingName(name)} has ${isPlainPathSegment(property) ? property : JSON.stringify(property)}: it may only have current and previous. ${formatRemoveCommand(name, property)}`,
    );
    if (!isPositiveInteger(current)) {
        const actual = `${formatSettingName(name, "current")} is ${JSON.stringify(current)}`;
        return [...unknownProblems, `${actual}: it must be a whole number from 1. ${formatSetCommand(name, 1)}`];
    }
    if (previous === undefined || (isPositiveInteger(previous) && previous < current)) return unknownProblems;
    const actual = `${formatSettingName(name, "previous")} is ${JSON.stringify(previous)}`;
    const requirement = `it must be a whole number from 1, smaller than current, which is ${current}`;
    return [...unknownProblems, `${actual}: ${requirement}. ${formatRemoveCommand(name, "previous")}`];
}

const isPositiveInteger = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;

const isPlainPathSegment = (name: string) => /^\w+$/.test(name);
/** A path within the setting, as `pulumi config --path` expects it. */
const formatConfigPath = (names: string[]) =>
    `keys${names.map((name) => (isPlainPathSegment(name) ? `.${name}` : `[${JSON.stringify(name)}]`)).join("")}`;
const quoteForShell = (text: string) => (/^[\w.]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const formatSettingName = (...names: string[]) => `devmin-kafka:${formatConfigPath(names)}`;
const formatSetCommand = (name: string, generation: number) =>
    `Set it with: pulumi config set -C kafka --path keys.${name}.current ${generation}`;
const formatRemoveCommand = (...names: string[]) =>
    `Remove it with: pulumi config rm -C kafka --path ${quoteForShell(formatConfigPath(names))}`;
