import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { assumedUsage, usageFile } from "../../pricing/assumptions";
import {
    addAmounts,
    type BillableResource,
    type Cost,
    calculateCosts,
    calculateFullMonth,
    calculateMonth,
    defaultMaxMonthlyUsd,
    formatResourceLabel,
    isFree,
} from "../../pricing/cost";
import { advise } from "../../runtime/catch-unknown";
import { readDeclaredInputs } from "../../runtime/declared-inputs";
import { parseProject } from "../../runtime/layers";

/** Resources may be cheap one by one and expensive together. */
export const maxStackCost: StackValidationPolicy = {
    name: "max-stack-cost",
    description: "The monthly cost of a stack must not exceed a maximum.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    configSchema: {
        properties: {
            maxMonthlyUsd: {
                type: "number",
                default: defaultMaxMonthlyUsd,
                description:
                    "The maximum cost of a stack in USD per month of 730 hours, if no lease ends, including the assumed usage.",
            },
        },
    },
    validateStack({ resources, getConfig }, report) {
        for (const problem of assumedUsage.problems) report(problem);
        const { maxMonthlyUsd = defaultMaxMonthlyUsd } = getConfig<{ maxMonthlyUsd?: number }>();
        const costs = calculateCosts(resources.map(toBillableResource));
        for (const { urn, unpriced, unlisted } of costs) {
            if (unpriced && !unlisted) report(`its cost is unknown: ${unpriced}.`, urn);
        }
        const summary = formatStackCost(getProjectLabel(resources), costs);
        if (calculateFullMonth(addAmounts(costs)) <= maxMonthlyUsd) advise(report, summary);
        else
            report(
                `${summary}\nThe maximum is ${maxMonthlyUsd} USD (maxMonthlyUsd): remove resources, or raise it in the policy pack's settings.`,
            );
    },
};

/** One line each for idle, hourly and usage cost, with the resources they consist of, most expensive first. */
function formatStackCost(project: string, costs: readonly Cost[]): string {
    const total = addAmounts(costs);
    const { usage } = assumedUsage;
    const names = new Set(costs.flatMap((cost) => cost.assumed));
    const assumptionTexts = [...(total.hour > 0 ? ["demoHours" as const] : []), ...names].map(
        (name) => `${name} ${usage[name]}`,
    );
    const usageBilledLabels = costs.filter(({ notAssumed }) => notAssumed).map(({ urn }) => formatResourceLabel(urn));
    const unlistedLabels = costs.filter((cost) => cost.unlisted).map(({ urn }) => formatResourceLabel(urn));
    return [
        `${project} costs ${calculateFullMonth(total).toFixed(2)} USD a month if no lease ends, ${calculateMonth(total).toFixed(2)} USD with the assumed usage:`,
        `${total.idle.toFixed(2)} idle${formatLargestParts(costs, "idle", 2)}`,
        `${total.hour.toFixed(4)} per hour while tasks run${formatLargestParts(costs, "hour", 4)}`,
        `${total.usage.toFixed(2)} for usage${formatLargestParts(costs, "usage", 2)}`,
        ...(assumptionTexts.length ? [`assumed usage (${usageFile}): ${assumptionTexts.join(", ")}`] : []),
        ...(usageBilledLabels.length ? [`billed by usage, none assumed: ${usageBilledLabels.join(", ")}`] : []),
        ...(unlistedLabels.length ? [`price unknown: ${unlistedLabels.join(", ")}`] : []),
    ].join("\n    ");
}

/** How many resources a line names. */
const maxPartsShown = 6;

function formatLargestParts(costs: readonly Cost[], which: "idle" | "hour" | "usage", digits: number): string {
    const parts = costs
        .map((cost) => ({ name: formatResourceLabel(cost.urn), usd: cost[which] }))
        .filter(({ usd }) => usd > 0)
        .sort((a, b) => b.usd - a.usd || a.name.localeCompare(b.name))
        .map(({ name, usd }) => `${name} ${usd.toFixed(digits)}`);
    const more = parts.length > maxPartsShown ? [`and ${parts.length - maxPartsShown} more`] : [];
    return parts.length ? `: ${[...parts.slice(0, maxPartsShown), ...more].join(", ")}` : "";
}

const getProjectLabel = ([first]: readonly PolicyResource[]) => (first ? parseProject(first.urn) : "the stack");

function toBillableResource(resource: PolicyResource): BillableResource {
    const { urn, type, provider, propertyDependencies } = resource;
    const custom = provider !== undefined;
    return {
        urn,
        type,
        inputs: isFree(type, custom) ? {} : readDeclaredInputs(resource),
        custom,
        propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([property, from]) => [property, from.map((each) => each.urn)]),
        ),
    };
}
