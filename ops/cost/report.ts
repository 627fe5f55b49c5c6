import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { assumedUsage, type Usage } from "../../policy-pack/pricing/assumptions";
import {
    addAmounts,
    type BillableResource,
    type Cost,
    type CostAmounts,
    type CostSums,
    calculateCosts,
    defaultMaxMonthlyUsd,
    formatResourceLabel,
    toCostInYear,
    toCostSums,
} from "../../policy-pack/pricing/cost";
import { type Environment, type Layer, layerNames } from "../environment";
import { getPulumiProjectName, getStackConfigFile } from "../pulumi/cli";
import { readStateResources, type StateResource } from "../pulumi/state";

/** One resource of a layer: its sums in the place of the amounts they are made of. */
export type ResourceCost = Omit<Cost, keyof CostAmounts> &
    CostSums & {
        /** `Service pulse`. */
        name: string;
    };

/** What an environment costs, as `./devmin cost --json` prints it. */
export interface EnvironmentCost {
    /** Per layer: null while it is not up; what costs nothing is not in its resources, and the dearest is first. */
    layers: Record<Layer, (CostSums & { resources: ResourceCost[] }) | null>;
    /** Of all layers that are up. */
    total: CostSums;
    /** `total.month` in the first, second and third year, which is as dear as it gets. */
    years: [number, number, number];
    /** The most `total.fullMonth` may be: `devmin:maxMonthlyUsd` in the environment summary's stack configuration. */
    ceiling: number;
    /** What a month is assumed to use. */
    assumed: Usage;
}

/** What the layers that are up cost, by what is in their states. Refuses assumptions that are none. */
export async function readEnvironmentCost(env: Environment): Promise<EnvironmentCost> {
    if (assumedUsage.problems.length) throw new Error(assumedUsage.problems.join("\n"));
    const states = await Promise.all(
        layerNames.map(
            async (layer) => [layer, listBilledResources((await readStateResources(env, layer)) ?? [])] as const,
        ),
    );
    return calculateEnvironmentCost(Object.fromEntries(states) as Record<Layer, BillableResource[]>, readCeiling(env));
}

/** The same of what each layer has; of one that has nothing, it is not up. */
export function calculateEnvironmentCost(
    billed: Record<Layer, readonly BillableResource[]>,
    ceiling: number,
): EnvironmentCost {
    const costs = Object.fromEntries(layerNames.map((layer) => [layer, calculateCosts(billed[layer])])) as Record<
        Layer,
        Cost[]
    >;
    const all = Object.values(costs).flat();
    const getMonthlyCost = (year: number) => toCostSums(addAmounts(all.map((cost) => toCostInYear(year, cost)))).month;
    const buildLayerCost = (layer: Layer) =>
        billed[layer].length === 0
            ? null
            : {
                  ...toCostSums(addAmounts(costs[layer])),
                  resources: costs[layer].map(toResourceCost).sort(compareByMonthlyCost),
              };
    return {
        layers: Object.fromEntries(
            layerNames.map((layer) => [layer, buildLayerCost(layer)]),
        ) as EnvironmentCost["layers"],
        total: toCostSums(addAmounts(all)),
        years: [getMonthlyCost(1), getMonthlyCost(2), getMonthlyCost(3)],
        ceiling,
        assumed: assumedUsage.usage,
    };
}

/** What of a state is billed: not what was only looked up, nor what is there for Pulumi alone. */
export const listBilledResources = (resources: readonly StateResource[]): BillableResource[] =>
    resources
        .filter(({ custom, external, type }) => custom && !external && !type.startsWith("pulumi:"))
        .map(({ urn, type, inputs = {}, propertyDependencies, custom }) => ({
            urn,
            type,
            inputs,
            propertyDependencies,
            custom,
        }));

const toResourceCost = ({ usage, ...rest }: Cost): ResourceCost => ({
    ...rest,
    name: formatResourceLabel(rest.urn),
    ...toCostSums({ ...rest, usage }),
});

const compareByMonthlyCost = (a: ResourceCost, b: ResourceCost) => b.month - a.month || a.name.localeCompare(b.name);

const ceilingConfigKey = `${getPulumiProjectName("summary")}:maxMonthlyUsd`;

/** The ceiling over all layers, from the environment summary's stack configuration. */
function readCeiling(env: Environment): number {
    const file = getStackConfigFile(env, "summary");
    const configured = existsSync(file) ? parse(readFileSync(file, "utf8"))?.config?.[ceilingConfigKey] : undefined;
    const ceiling = Number(configured ?? defaultMaxMonthlyUsd);
    if (ceiling > 0) return ceiling;
    throw new Error(
        `${ceilingConfigKey} in ${file} is ${configured}: it must be a number of USD a month, for example ${defaultMaxMonthlyUsd}.`,
    );
}
