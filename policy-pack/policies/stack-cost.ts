import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { costOf } from "../cost";
import { advise, closed } from "../fail-closed";
import { projectIn } from "../projects";

const hours = 730;

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
                default: 50,
                description:
                    "The most one stack may cost in USD, were it up for a month of 730 hours; usage not counted.",
            },
        },
    },
    validateStack({ resources, getConfig }, report) {
        const { maxMonthlyUsd: most = 50 } = getConfig<{ maxMonthlyUsd?: number }>();
        const costs = resources.flatMap((resource) =>
            closed(
                () => costOf(resource) ?? [],
                (clause) => {
                    report(`what it costs is unknown, as ${clause}.`, resource.urn);
                    return [];
                },
            ),
        );
        const total = costs.reduce((sum, { usd }) => sum + usd, 0);
        const parts = costs.sort((a, b) => b.usd - a.usd).map(({ urn, usd }) => `${nameIn(urn)} ${usd.toFixed(2)}`);
        const sum =
            `${projectOf(resources)} costs ${total.toFixed(2)} USD a month (${(total / hours).toFixed(4)} an hour) while it is up, ` +
            `usage not counted${parts.length ? `: ${parts.join(", ")}` : ""}.`;
        if (total <= most) advise(report, sum);
        else
            report(
                `${sum} The ceiling is ${most} (maxMonthlyUsd): leave something out, or raise it in the pack's configuration.`,
            );
    },
};

const projectOf = ([first]: readonly PolicyResource[]) => (first ? projectIn(first.urn) : "the stack");

/** `Service pulse`. */
const nameIn = (urn: string) => {
    const [, , type, name] = urn.split("::") as [string, string, string, string];
    return `${type.split(":").pop()} ${name}`;
};
