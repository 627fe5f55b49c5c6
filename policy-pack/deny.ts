import type { PolicyConfigSchema, ReportViolation, ResourceValidation } from "@pulumi/policy";
import { type Denied, isOneOf, type Limit, reasonAgainst } from "./catalogue";
import { closed, forType } from "./fail-closed";
import { type Found, valuesAt } from "./value-at";

type Settings = Record<string, unknown>;

/** What a policy over these rows is made of: it judges all of them, and takes the limits' settings as its configuration. */
export function denied(...rows: readonly Denied[]): {
    rows: readonly Denied[];
    configSchema?: PolicyConfigSchema;
    validateResource: ResourceValidation;
} {
    const limits = rows.flatMap(({ decides = {} }) => Object.values(decides));
    const settings = Object.fromEntries(limits.flatMap((limit) => (limit.setting ? [settingOf(limit)] : [])));
    return {
        rows,
        ...(Object.keys(settings).length && { configSchema: { properties: settings } }),
        validateResource: forType(
            [...new Set(rows.flatMap(({ types }) => types))],
            (props, { type, getConfig }, report) => {
                for (const row of rows.filter(({ types }) => isOneOf(types, type)))
                    judge(row, props, getConfig(), report);
            },
        ),
    };
}

function judge(row: Denied, props: object, settings: Settings, report: ReportViolation): void {
    if (!row.decides) {
        report(`${row.what} ${reasonAgainst(row)}${"monthly" in row ? ", used or not" : ""}; use ${row.instead}.`);
        return;
    }
    for (const [path, limit] of Object.entries(row.decides)) {
        const now = asConfigured(limit, settings);
        closed(
            () => {
                for (const found of valuesAt(props, path))
                    if (!allows(now, found.value)) report(sentence(row, now, found));
            },
            (clause) => report(`${clause}. ${capital(row.what)} ${reasonAgainst(row)}; use ${row.instead}.`),
        );
    }
}

const sentence = (row: Denied, limit: Limit, { at, value }: Found) =>
    `${at} is ${asGiven(value)}; ${mayBe(limit)}. ${capital(row.what)} ${reasonAgainst(row)}; use ${row.instead}.`;

function allows(limit: Limit, value: unknown): boolean {
    if (value === undefined || value === null) return limit.orMissing === true;
    if ("oneOf" in limit) return limit.oneOf.some((allowed) => allowed === value);
    // The provider takes some numbers as text: `cpu: "256"`, `tasks.max`.
    const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
    return typeof number === "number" && number >= (limit.atLeast ?? 0) && number <= limit.atMost;
}

/** What it may be, as an instruction. */
export function mayBe(limit: Limit): string {
    const { orMissing, setting } = limit;
    const named = setting ? ` (${setting})` : "";
    if (!("oneOf" in limit)) {
        const { atMost, atLeast = 0 } = limit;
        const range =
            atLeast === atMost ? atMost : limit.atLeast === undefined ? `at most ${atMost}` : `${atLeast} to ${atMost}`;
        return `${orMissing ? "leave it out or set it" : "set it"} to ${range}${named}`;
    }
    if (limit.oneOf.length === 0) return "leave it out";
    const choice = limit.oneOf.length === 1 ? `set it to ${limit.oneOf[0]}` : `use one of ${limit.oneOf.join(", ")}`;
    return `${orMissing ? "leave it out or " : ""}${choice}${named}`;
}

const asConfigured = (limit: Limit, settings: Settings): Limit => {
    const value = limit.setting === undefined ? undefined : settings[limit.setting];
    return value === undefined ? limit : { ...limit, ["oneOf" in limit ? "oneOf" : "atMost"]: value };
};

const settingOf = (limit: Limit): [string, PolicyConfigSchema["properties"][string]] => [
    limit.setting as string,
    "oneOf" in limit
        ? { type: "array", items: { type: "string" }, default: [...limit.oneOf] }
        : { type: "integer", default: limit.atMost },
];

/** What was given, as a message says it, and not more of it than a line takes. */
export function asGiven(value: unknown): string {
    if (value === undefined || value === null) return "not set";
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 60)}…` : text || '""';
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
