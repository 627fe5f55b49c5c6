import {
    addAmounts,
    type BillableResource,
    type CostSums,
    calculateCosts,
    formatResourceLabel,
    toCostSums,
} from "../../policy-pack/pricing/cost";

/** What a change makes of what a stack costs. */
export interface CostDiff {
    before: CostSums;
    after: CostSums;
    /** Of what becomes cheaper or dearer, comes or goes: USD a month as assumed, the greatest difference first. */
    resources: { urn: string; name: string; before: number; after: number }[];
    /** Of what is there afterwards and nobody can price: why. It counts as nothing. */
    unpriced: { urn: string; name: string; because: string }[];
}

/** Prices a stack as it is and as it will be: two lists of resources, each whole, with the values a plan knows. */
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

/** The change for people, a line each: the sums, what makes the difference, what is unknown. */
export function formatCostDiff({ before, after, resources, unpriced }: CostDiff): string[] {
    const formatChange = (key: keyof CostSums, digits = 2) =>
        before[key] === after[key]
            ? `${after[key].toFixed(digits)} as before`
            : `${before[key].toFixed(digits)} → ${after[key].toFixed(digits)}`;
    return [
        `USD idle ${formatChange("idle")}, an hour ${formatChange("hour", 4)}, a month as assumed ${formatChange("month")}, ` +
            `a month in which no lease ends ${formatChange("fullMonth")}`,
        ...resources.map(
            ({ name, before, after }) => `  ${formatSignedUsd(after - before).padStart(8)} a month  ${name}`,
        ),
        ...unpriced.map(
            ({ name, because }) => `  what ${name} costs is unknown, and counted as nothing, as ${because}`,
        ),
    ];
}

const formatSignedUsd = (usd: number) => `${usd < 0 ? "−" : "+"}${Math.abs(usd).toFixed(2)}`;
