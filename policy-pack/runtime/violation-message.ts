import type { Constraint, CostlyResource, DeniedResource, ExposedResource } from "../catalogue/denied-resource";
import { formatPrices, formatUnitPrices } from "../pricing/priced";
import { waiversFile } from "./waivers";

/** What is wrong with one property of a denied resource. */
export type Finding =
    /** Its value breaks a constraint. */
    | { path: string; value: unknown; constraint: Constraint }
    /** Its value is unknown: a clause that says so and what to do. */
    | { unknown: string };

/**
 * The one sentence of a violation, of the pack and of the guard in the program: what was found, why it is denied, with its
 * price, and what to use instead. Sources of prices are in docs/guardrails.md.
 *
 * @example a NAT gateway is not allowed: it costs 32.85 USD a month per gateway. Use public subnets instead.
 * @example multiAz is true; leave it out or set it to false. An RDS instance costs 11.68 USD a month per db.t4g.micro. Use …
 */
export function formatViolation(row: DeniedResource, finding?: Finding): string {
    const reason = "because" in row ? (row as ExposedResource).because : formatCost(row as CostlyResource);
    const alternative = `Use ${row.alternative} instead.`;
    if (!finding) return `${row.label} is not allowed: it ${reason}. ${alternative}`;
    const found =
        "unknown" in finding
            ? finding.unknown
            : `${finding.path} is ${formatValue(finding.value)}; ${formatConstraint(finding.constraint)}`;
    return `${found}. ${capitalize(row.label)} ${reason}. ${alternative}`;
}

/** Adds to a violation of a waivable policy how to waive it. */
export const addWaiverHint = (message: string) =>
    `${message} To allow it for some days, add a waiver to ${waiversFile}.`;

/** Why a resource is denied, with the sources of its prices: `costs 32.85 USD a month per gateway (…)`. */
export const formatDenyReason = (row: DeniedResource): string =>
    "because" in row ? (row as ExposedResource).because : `costs ${formatPrices(row as CostlyResource)}`;

const formatCost = (row: CostlyResource) => {
    const prices = formatUnitPrices(row);
    return prices ? `costs ${prices}` : "has no public price";
};

/** What a constraint allows, as an instruction. */
export function formatConstraint(constraint: Constraint): string {
    const { optional, setting, declared } = constraint;
    const settingNote =
        (setting ? ` (${setting})` : "") +
        (declared?.projects.length
            ? `, or in ${declared.projects.join(", ")} (${declared.setting}) to ${declared.value} with the tag ${declared.tag} = ${declared.tagValue}`
            : "");
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

/** A value as it was declared, cut after 60 characters. */
export function formatValue(value: unknown): string {
    if (value === undefined || value === null) return "not set";
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 60)}…` : text || '""';
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
