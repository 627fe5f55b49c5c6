import type { PolicyConfigSchema, ReportViolation, ResourceValidation } from "@pulumi/policy";
import { type Constraint, type DeniedResource, formatDenyReason, isTypeMatch } from "../catalogue";
import { catchUnknown, forType } from "./catch-unknown";
import { type FoundValue, findValues } from "./value-at";

type PolicySettings = Record<string, unknown>;

/** What a policy over these rows is made of: it judges all of them, and takes the limits' settings as its configuration. */
export function denyResources(...rows: readonly DeniedResource[]): {
    rows: readonly DeniedResource[];
    configSchema?: PolicyConfigSchema;
    validateResource: ResourceValidation;
} {
    const constraints = rows.flatMap(({ constraints = {} }) => Object.values(constraints));
    const settings = Object.fromEntries(
        constraints.flatMap((limit) => (limit.setting ? [toConfigProperty(limit)] : [])),
    );
    return {
        rows,
        ...(Object.keys(settings).length && { configSchema: { properties: settings } }),
        validateResource: forType(
            [...new Set(rows.flatMap(({ types }) => types))],
            (props, { type, getConfig }, report) => {
                for (const row of rows.filter(({ types }) => isTypeMatch(types, type)))
                    evaluateRow(row, props, getConfig(), report);
            },
        ),
    };
}

function evaluateRow(row: DeniedResource, props: object, settings: PolicySettings, report: ReportViolation): void {
    if (!row.constraints) {
        report(
            `${row.label} ${formatDenyReason(row)}${"monthly" in row ? ", used or not" : ""}; use ${row.alternative}.`,
        );
        return;
    }
    for (const [path, constraint] of Object.entries(row.constraints)) {
        const configured = applySettings(constraint, settings);
        catchUnknown(
            () => {
                for (const found of findValues(props, path))
                    if (!isAllowed(configured, found.value)) report(formatViolation(row, configured, found));
            },
            (clause) => report(`${clause}. ${capitalize(row.label)} ${formatDenyReason(row)}; use ${row.alternative}.`),
        );
    }
}

const formatViolation = (row: DeniedResource, constraint: Constraint, { path, value }: FoundValue) =>
    `${path} is ${formatValue(value)}; ${formatConstraint(constraint)}. ${capitalize(row.label)} ${formatDenyReason(row)}; use ${row.alternative}.`;

function isAllowed(constraint: Constraint, value: unknown): boolean {
    if (value === undefined || value === null) return constraint.optional === true;
    if ("oneOf" in constraint) return constraint.oneOf.some((allowed) => allowed === value);
    // The provider takes some numbers as text: `cpu: "256"`, `tasks.max`.
    const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
    return typeof number === "number" && number >= (constraint.atLeast ?? 0) && number <= constraint.atMost;
}

/** What it may be, as an instruction. */
export function formatConstraint(constraint: Constraint): string {
    const { optional, setting } = constraint;
    const settingNote = setting ? ` (${setting})` : "";
    if (!("oneOf" in constraint)) {
        const { atMost, atLeast = 0 } = constraint;
        const range =
            atLeast === atMost
                ? atMost
                : constraint.atLeast === undefined
                  ? `at most ${atMost}`
                  : `${atLeast} to ${atMost}`;
        return `${optional ? "leave it out or set it" : "set it"} to ${range}${settingNote}`;
    }
    if (constraint.oneOf.length === 0) return "leave it out";
    const choice =
        constraint.oneOf.length === 1
            ? `set it to ${constraint.oneOf[0]}`
            : `use one of ${constraint.oneOf.join(", ")}`;
    return `${optional ? "leave it out or " : ""}${choice}${settingNote}`;
}

const applySettings = (constraint: Constraint, settings: PolicySettings): Constraint => {
    const value = constraint.setting === undefined ? undefined : settings[constraint.setting];
    return value === undefined ? constraint : { ...constraint, ["oneOf" in constraint ? "oneOf" : "atMost"]: value };
};

const toConfigProperty = (constraint: Constraint): [string, PolicyConfigSchema["properties"][string]] => [
    constraint.setting as string,
    "oneOf" in constraint
        ? { type: "array", items: { type: "string" }, default: [...constraint.oneOf] }
        : { type: "integer", default: constraint.atMost },
];

/** What was given, as a message says it, and not more of it than a line takes. */
export function formatValue(value: unknown): string {
    if (value === undefined || value === null) return "not set";
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 60)}…` : text || '""';
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
