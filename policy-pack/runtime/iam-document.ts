/** A statement of a policy document, of whatever kind. */
export interface UncheckedStatement {
    Effect?: unknown;
    Principal?: unknown;
    Action?: unknown;
    NotAction?: unknown;
    Resource?: unknown;
    NotResource?: unknown;
    Condition?: unknown;
}

/** The statements of a policy document, given as JSON or as an object; undefined for what is no such document. */
export function parseStatements(document: unknown): UncheckedStatement[] | undefined {
    const { Statement } = Object(typeof document === "string" ? parseJson(document) : document);
    const statements = toList(Statement);
    return statements.length > 0 && statements.every((each) => typeof each === "object") ? statements : undefined;
}

/** One or many, as IAM writes them. */
export const toList = <T = UncheckedStatement>(value: unknown): T[] =>
    value === undefined || value === null ? [] : ([value].flat() as T[]);

/** Whom a statement is about: `*`, ARNs, accounts, services. */
export const listPrincipals = ({ Principal }: UncheckedStatement): string[] =>
    typeof Principal === "object" && Principal !== null
        ? Object.values(Principal)
              .flatMap((each) => toList<string>(each))
              .map(String)
        : toList<string>(Principal).map(String);

/** Whether one of these patterns of IAM matches a name, in whatever case. */
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
        return undefined; // no JSON: no document either
    }
}
