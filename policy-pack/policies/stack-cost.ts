import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { assumed, usageFile } from "../catalogue/assumptions";
import {
    type Billed,
    type Cost,
    costsOf,
    fullMonthOf,
    isFree,
    monthOf,
    nameIn,
    totalOf,
    usualCeiling,
} from "../catalogue/cost";
import { declaredIn } from "../declared";
import { advise } from "../fail-closed";
import { projectIn } from "../projects";

/** Each thing may be cheap and all of them together not. */
export const stackCost: StackValidationPolicy = {
    name: "stack-cost",
    description: "All of a stack together costs less than a ceiling.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    configSchema: {
        properties: {
            maxMonthlyUsd: {
                type: "number",
                default: usualCeiling,
                description:
                    "The most one stack may cost in USD a month of 730 hours, were no lease to end in it, with what is assumed to be used.",
            },
        },
    },
    validateStack({ resources, getConfig }, report) {
        for (const fault of assumed.faults) report(fault);
        const { maxMonthlyUsd: most = usualCeiling } = getConfig<{ maxMonthlyUsd?: number }>();
        const costs = costsOf(resources.map(asBilled));
        for (const { urn, unpriced, unlisted } of costs) {
            if (unpriced && !unlisted) report(`what it costs is unknown, as ${unpriced}.`, urn);
        }
        const said = told(projectOf(resources), costs);
        if (fullMonthOf(totalOf(costs)) <= most) advise(report, said);
        else
            report(
                `${said}\nThe ceiling is ${most} (maxMonthlyUsd): leave something out, or raise it in the pack's configuration.`,
            );
    },
};

/** Idle, by the hour and used apart, a line each with what it is made of, dearest first. */
function told(project: string, costs: readonly Cost[]): string {
    const total = totalOf(costs);
    const { usage } = assumed;
    const names = new Set(costs.flatMap((cost) => cost.assumed));
    const goesBy = [...(total.hour > 0 ? ["demoHours" as const] : []), ...names].map(
        (name) => `${name} ${usage[name]}`,
    );
    const open = costs.filter(({ notAssumed }) => notAssumed).map(({ urn }) => nameIn(urn));
    const unlisted = costs.filter((cost) => cost.unlisted).map(({ urn }) => nameIn(urn));
    return [
        `${project} costs ${fullMonthOf(total).toFixed(2)} USD in a month in which no lease ends, ${monthOf(total).toFixed(2)} in one as assumed:`,
        `${total.idle.toFixed(2)} idle${partsOf(costs, "idle", 2)}`,
        `${total.hour.toFixed(4)} an hour while tasks run${partsOf(costs, "hour", 4)}`,
        `${total.usage.toFixed(2)} for use${partsOf(costs, "usage", 2)}`,
        ...(goesBy.length ? [`assumed in ${usageFile}: ${goesBy.join(", ")}`] : []),
        ...(open.length ? [`by use, and nothing assumed: ${open.join(", ")}`] : []),
        ...(unlisted.length ? [`nobody has looked up: ${unlisted.join(", ")}`] : []),
    ].join("\n    ");
}

/** How many of the dearest a line names. */
const shown = 6;

function partsOf(costs: readonly Cost[], which: "idle" | "hour" | "usage", digits: number): string {
    const parts = costs
        .map((cost) => ({ name: nameIn(cost.urn), usd: cost[which] }))
        .filter(({ usd }) => usd > 0)
        .sort((a, b) => b.usd - a.usd || a.name.localeCompare(b.name))
        .map(({ name, usd }) => `${name} ${usd.toFixed(digits)}`);
    const more = parts.length > shown ? [`and ${parts.length - shown} more`] : [];
    return parts.length ? `: ${[...parts.slice(0, shown), ...more].join(", ")}` : "";
}

const projectOf = ([first]: readonly PolicyResource[]) => (first ? projectIn(first.urn) : "the stack");

function asBilled(resource: PolicyResource): Billed {
    const { urn, type, provider, propertyDependencies } = resource;
    const custom = provider !== undefined;
    return {
        urn,
        type,
        inputs: isFree(type, custom) ? {} : declaredIn(resource),
        custom,
        madeFrom: Object.fromEntries(
            Object.entries(propertyDependencies).map(([property, from]) => [property, from.map((each) => each.urn)]),
        ),
    };
}
