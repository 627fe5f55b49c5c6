/** A statement of a policy document, of whatever kind. */
export interface Statement {
    Effect?: unknown;
    Principal?: unknown;
    Action?: unknown;
    NotAction?: unknown;
    Resource?: unknown;
    NotResource?: unknown;
    Condition?: unknown;
}

/** The statements of a policy document, given as JSON or as an object; undefined for what is no such document. */
export function statementsOf(document: unknown): Statement[] | undefined {
    const { Statement } = Object(typeof document === "string" ? parsed(document) : document);
    const statements = listOf(Statement);
    return statements.length > 0 && statements.every((each) => typeof each === "object") ? statements : undefined;
}

/** One or many, as IAM writes them. */
export const listOf = <T = Statement>(value: unknown): T[] =>
    value === undefined || value === null ? [] : ([value].flat() as T[]);

/** Whom a statement is about: `*`, ARNs, accounts, services. */
export const principalsOf = ({ Principal }: Statement): string[] =>
    typeof Principal === "object" && Principal !== null
        ? Object.values(Principal)
              .flatMap((each) => listOf<string>(each))
              .map(String)
        : listOf<string>(Principal).map(String);

/** Whether one of these patterns of IAM matches a name, in whatever case. */
export const matches = (patterns: readonly unknown[], name: string): boolean =>
    patterns.some((pattern) =>
        new RegExp(
            `^${String(pattern)
                .replace(/[.+^${}()|[\]\\]/g, "\\$&")
                .replaceAll("*", ".*")
                .replaceAll("?", ".")}$`,
            "i",
        ).test(name),
    );

function parsed(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        return undefined; // no JSON: no document either
    }
}
