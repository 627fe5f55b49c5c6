import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { assumed, type Usage } from "../policy-pack/catalogue/assumptions";
import {
    type Amounts,
    type Billed,
    type Cost,
    costsOf,
    inYear,
    nameIn,
    type Sums,
    sumsOf,
    totalOf,
    usualCeiling,
} from "../policy-pack/catalogue/cost";
import { type Environment, type Layer, layers } from "./environment";
import { configFileOf, pulumiProject } from "./pulumi";
import { resourcesInBucket, type StateResource } from "./state";

/** One resource of a layer: its sums in the place of the amounts they are made of. */
export type ResourceCost = Omit<Cost, keyof Amounts> &
    Sums & {
        /** `Service pulse`. */
        name: string;
    };

/** What an environment costs, as `./devmin cost --json` prints it. */
export interface EnvironmentCost {
    /** Per layer: null while it is not up; what costs nothing is not in its resources, and the dearest is first. */
    layers: Record<Layer, (Sums & { resources: ResourceCost[] }) | null>;
    /** Of all layers that are up. */
    total: Sums;
    /** `total.month` in the first, second and third year, which is as dear as it gets. */
    years: [number, number, number];
    /** The most `total.fullMonth` may be: `devmin:maxMonthlyUsd` in the card's configuration. */
    ceiling: number;
    /** What a month is assumed to use. */
    assumed: Usage;
}

/** What the layers that are up cost, by what is in their states. Refuses assumptions that are none. */
export async function costOf(env: Environment): Promise<EnvironmentCost> {
    if (assumed.faults.length) throw new Error(assumed.faults.join("\n"));
    const states = await Promise.all(
        layers.map(async (layer) => [layer, billedIn((await resourcesInBucket(env, layer)) ?? [])] as const),
    );
    return environmentCost(Object.fromEntries(states) as Record<Layer, Billed[]>, ceilingIn(env));
}

/** The same of what each layer has; of one that has nothing, it is not up. */
export function environmentCost(billed: Record<Layer, readonly Billed[]>, ceiling: number): EnvironmentCost {
    const costs = Object.fromEntries(layers.map((layer) => [layer, costsOf(billed[layer])])) as Record<Layer, Cost[]>;
    const all = Object.values(costs).flat();
    const monthIn = (year: number) => sumsOf(totalOf(all.map((cost) => inYear(year, cost)))).month;
    const layerCost = (layer: Layer) =>
        billed[layer].length === 0
            ? null
            : { ...sumsOf(totalOf(costs[layer])), resources: costs[layer].map(resourceCost).sort(dearestFirst) };
    return {
        layers: Object.fromEntries(layers.map((layer) => [layer, layerCost(layer)])) as EnvironmentCost["layers"],
        total: sumsOf(totalOf(all)),
        years: [monthIn(1), monthIn(2), monthIn(3)],
        ceiling,
        assumed: assumed.usage,
    };
}

/** What of a state is billed: not what was only looked up, nor what is there for Pulumi alone. */
export const billedIn = (resources: readonly StateResource[]): Billed[] =>
    resources
        .filter(({ custom, external, type }) => custom && !external && !type.startsWith("pulumi:"))
        .map(({ urn, type, inputs = {}, propertyDependencies, custom }) => ({
            urn,
            type,
            inputs,
            madeFrom: propertyDependencies,
            custom,
        }));

const resourceCost = ({ usage, ...rest }: Cost): ResourceCost => ({
    ...rest,
    name: nameIn(rest.urn),
    ...sumsOf({ ...rest, usage }),
});

const dearestFirst = (a: ResourceCost, b: ResourceCost) => b.month - a.month || a.name.localeCompare(b.name);

const setting = `${pulumiProject("card")}:maxMonthlyUsd`;

/** The ceiling over all layers, as the card's stack configuration has it. */
function ceilingIn(env: Environment): number {
    const file = configFileOf(env, "card");
    const given = existsSync(file) ? parse(readFileSync(file, "utf8"))?.config?.[setting] : undefined;
    const ceiling = Number(given ?? usualCeiling);
    if (ceiling > 0) return ceiling;
    throw new Error(
        `${setting} in ${file} is ${given}: it must be a number of USD a month, for example ${usualCeiling}.`,
    );
}
