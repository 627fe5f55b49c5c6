import {
    addAmounts,
    type BillableResource,
    type CostSums,
    calculateCosts,
    formatResourceLabel,
    toCostSums,
} from "../../policy-pack/pricing/cost";

/** The cost of a stack before and after a change. */
export interface CostDiff {
    before: CostSums;
    after: CostSums;
    /** Resources whose cost changes, USD a month with the assumed usage, the greatest difference first. */
    resources: { urn: string; name: string; before: number; after: number }[];
    /** Resources after the change that cannot be priced, with the reason. They count as zero. */
    unpriced: { urn: string; name: string; because: string }[];
}

/** Prices a stack before and after a change: two complete lists of resources, with the values that a plan knows. */
export function calculateCostDiff(before: readonly BillableResource[], after: readonly BillableResource[]): CostDiff {
    const [costsBefore, costsAfter] = [calculateCosts(before), calculateCosts(after)];
    const getMonthlyCost = (costs: typeof costsBefore, urn: string) =>
        toCostSums(addAmounts(costs.filter((cost) => cost.urn === urn))).month;
    const urns = [...new Set([...costsBefore, ...costsAfter].map(({ urn }) => urn))];
    return {
        before: toCostSums(addAmounts(costsBefore)),
        after: toCostSums(addAmounts(costsAfter)),
        resources: urns
            .map((urn) => ({
                urn,
                name: formatResourceLabel(urn),
                before: getMonthlyCost(costsBefore, urn),
                after: getMonthlyCost(costsAfter, urn),
            }))
            .filter((each) => each.before !== each.after)
            .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before)),
        unpriced: costsAfter.flatMap(({ urn, unpriced }) =>
            unpriced === undefined ? [] : [{ urn, name: formatResourceLabel(urn), because: unpriced }],
        ),
    };
}

/** The sums, the resources that change and the unpriced ones, one line each. */
export function formatCostDiff({ before, after, resources, unpriced }: CostDiff): string[] {
    const formatChange = (key: keyof CostSums, digits = 2) =>
        before[key] === after[key]
            ? `${after[key].toFixed(digits)} (unchanged)`
            : `${before[key].toFixed(digits)} → ${after[key].toFixed(digits)}`;
    return [
        `USD: idle ${formatChange("idle")}, hour ${formatChange("hour", 4)}, month with assumed usage ${formatChange("month")}, ` +
            `month without a lease end ${formatChange("fullMonth")}`,
        ...resources.map(
            ({ name, before, after }) => `  ${formatSignedUsd(after - before).padStart(8)} a month  ${name}`,
        ),
        ...unpriced.map(({ name, because }) => `  the cost of ${name} is unknown and counts as zero: ${because}`),
    ];
}

const formatSignedUsd = (usd: number) => `${usd < 0 ? "−" : "+"}${Math.abs(usd).toFixed(2)}`;
