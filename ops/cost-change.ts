import { type Billed, costsOf, nameIn, type Sums, sumsOf, totalOf } from "../policy-pack/catalogue/cost";

/** What a change makes of what a stack costs. */
export interface CostChange {
    before: Sums;
    after: Sums;
    /** Of what becomes cheaper or dearer, comes or goes: USD a month as assumed, the greatest difference first. */
    resources: { urn: string; name: string; before: number; after: number }[];
    /** Of what is there afterwards and nobody can price: why. It counts as nothing. */
    unpriced: { urn: string; name: string; because: string }[];
}

/** Prices a stack as it is and as it will be: two lists of resources, each whole, with the values a plan knows. */
export function costChange(before: readonly Billed[], after: readonly Billed[]): CostChange {
    const [was, will] = [costsOf(before), costsOf(after)];
    const monthIn = (costs: typeof was, urn: string) => sumsOf(totalOf(costs.filter((cost) => cost.urn === urn))).month;
    const urns = [...new Set([...was, ...will].map(({ urn }) => urn))];
    return {
        before: sumsOf(totalOf(was)),
        after: sumsOf(totalOf(will)),
        resources: urns
            .map((urn) => ({ urn, name: nameIn(urn), before: monthIn(was, urn), after: monthIn(will, urn) }))
            .filter((each) => each.before !== each.after)
            .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before)),
        unpriced: will.flatMap(({ urn, unpriced }) =>
            unpriced === undefined ? [] : [{ urn, name: nameIn(urn), because: unpriced }],
        ),
    };
}

/** The change for people, a line each: the sums, what makes the difference, what is unknown. */
export function changeTold({ before, after, resources, unpriced }: CostChange): string[] {
    const from = (which: keyof Sums, digits = 2) =>
        before[which] === after[which]
            ? `${after[which].toFixed(digits)} as before`
            : `${before[which].toFixed(digits)} → ${after[which].toFixed(digits)}`;
    return [
        `USD idle ${from("idle")}, an hour ${from("hour", 4)}, a month as assumed ${from("month")}, ` +
            `a month in which no lease ends ${from("fullMonth")}`,
        ...resources.map(
            ({ name, before: was, after: will }) => `  ${signed(will - was).padStart(8)} a month  ${name}`,
        ),
        ...unpriced.map(
            ({ name, because }) => `  what ${name} costs is unknown, and counted as nothing, as ${because}`,
        ),
    ];
}

const signed = (usd: number) => `${usd < 0 ? "−" : "+"}${Math.abs(usd).toFixed(2)}`;
