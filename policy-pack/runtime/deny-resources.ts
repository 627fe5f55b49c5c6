import type { PolicyConfigSchema, ReportViolation, ResourceValidation } from "@pulumi/policy";
import { type Constraint, type DeniedResource, isTypeMatch } from "../catalogue";
import { catchUnknown, forType } from "./catch-unknown";
import { parseProject } from "./layers";
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
    const settings = Object.fromEntries(constraints.flatMap(toConfigProperties));
    return {
        rows,
        ...(Object.keys(settings).length && { configSchema: { properties: settings } }),
        validateResource: forType(
            [...new Set(rows.flatMap(({ types }) => types))],
            (props, { type, urn, getConfig }, report) => {
                for (const row of rows.filter(({ types }) => isTypeMatch(types, type)))
                    evaluateRow(row, props, { settings: getConfig(), project: parseProject(urn), report });
            },
        ),
    };
}

interface Evaluation {
    settings: PolicySettings;
    project: string;
    report: ReportViolation;
}

function evaluateRow(row: DeniedResource, props: object, { settings, project, report }: Evaluation): void {
    if (!row.constraints) {
        report(formatViolation(row));
        return;
    }
    for (const [path, constraint] of Object.entries(row.constraints)) {
        const configured = applySettings(constraint, settings);
        catchUnknown(
            () => {
                for (const found of findValues(props, path)) {
                    if (isAllowed(configured, found.value)) continue;
                    if (!isDeclared(configured, found.value, project, props))
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

function isDeclared(
    { declared }: Constraint,
    value: unknown,
    project: string,
    props: { tags?: Record<string, unknown> },
): boolean {
    if (value !== declared?.value || !declared?.projects.includes(project)) return false;
    return props.tags?.[declared.tag] === declared.tagValue;
}

function applySettings(constraint: Constraint, settings: PolicySettings): Constraint {
    const { setting, declared } = constraint;
    const value = setting === undefined ? undefined : settings[setting];
    const projects = declared && (settings[declared.setting] as readonly string[] | undefined);
    return {
        ...constraint,
        ...(value !== undefined && { ["oneOf" in constraint ? "oneOf" : "atMost"]: value }),
        ...(projects && { declared: { ...declared, projects } }),
    };
}

type ConfigProperty = PolicyConfigSchema["properties"][string];

function toConfigProperties(constraint: Constraint): [string, ConfigProperty][] {
    const { setting, declared } = constraint;
    const properties: [string, ConfigProperty][] = [];
    if (setting) {
        properties.push([
            setting,
            "oneOf" in constraint ? toListProperty(constraint.oneOf) : { type: "integer", default: constraint.atMost },
        ]);
    }
    if (declared) properties.push([declared.setting, toListProperty(declared.projects)]);
    return properties;
}

const toListProperty = (list: readonly unknown[]): ConfigProperty => ({
    type: "array",
    items: { type: "string" },
    default: [...list] as string[],
});
