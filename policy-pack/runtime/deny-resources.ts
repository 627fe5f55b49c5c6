import type { PolicyConfigSchema, ReportViolation, ResourceValidation } from "@pulumi/policy";
import { type Constraint, type DeniedResource, isTypeMatch } from "../catalogue";
import { catchUnknown, forType } from "./catch-unknown";
import { findValues } from "./value-at";
import { formatViolation } from "./violation-message";

type PolicySettings = Record<string, unknown>;

/** The parts of a policy that denies the resources of these rows; the settings of their constraints are its configuration. */
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
        report(formatViolation(row));
        return;
    }
    for (const [path, constraint] of Object.entries(row.constraints)) {
        const configured = applySettings(constraint, settings);
        catchUnknown(
            () => {
                for (const found of findValues(props, path)) {
                    if (!isAllowed(configured, found.value))
                        report(formatViolation(row, { ...found, constraint: configured }));
                }
            },
            (unknown) => report(formatViolation(row, { unknown })),
        );
    }
}

function isAllowed(constraint: Constraint, value: unknown): boolean {
    if (value === undefined || value === null) return constraint.optional === true;
    if ("oneOf" in constraint) return constraint.oneOf.some((allowed) => allowed === value);
    // The provider accepts some numbers as text: `cpu: "256"`, `tasks.max`.
    const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
    return typeof number === "number" && number >= (constraint.atLeast ?? 0) && number <= constraint.atMost;
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
