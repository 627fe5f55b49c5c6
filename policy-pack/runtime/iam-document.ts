/** A statement of a policy document, with values of any type. */
export interface UncheckedStatement {
    Effect?: unknown;
    Principal?: unknown;
    Action?: unknown;
    NotAction?: unknown;
    Resource?: unknown;
    NotResource?: unknown;
    Condition?: unknown;
}

/** The statements of a policy document, as JSON or as an object; undefined if it is not a policy document. */
export function parseStatements(document: unknown): UncheckedStatement[] | undefined {
    const { Statement } = Object(typeof document === "string" ? parseJson(document) : document);
    const statements = toList(Statement);
    return statements.length > 0 && statements.every((each) => typeof each === "object") ? statements : undefined;
}

/** A list, also of a single value, as IAM allows both. */
export const toList = <T = UncheckedStatement>(value: unknown): T[] =>
    value === undefined || value === null ? [] : ([value].flat() as T[]);

/** The principals of a statement: `*`, ARNs, accounts, services. */
export const listPrincipals = ({ Principal }: UncheckedStatement): string[] =>
    typeof Principal === "object" && Principal !== null
        ? Object.values(Principal)
              .flatMap((each) => toList<string>(each))
              .map(String)
        : toList<string>(Principal).map(String);

/** Whether an IAM pattern (`*`, `?`) matches a name, ignoring case. */
export const hasMatchingPattern = (patterns: readonly unknown[], name: string): boolean =>
    patterns.some((pattern) =>
        new RegExp(
            `^${String(pattern)
                .replace(/[.+^${}()|[\]\\]/g, "\\$&")
                .replaceAll("*", ".*")
                .replaceAll("?", ".")}$`,
            "i",
        ).test(name),
    );

function parseJson(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        return undefined; // not JSON, so not a policy document
    }
}
