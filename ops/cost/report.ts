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
import type { AwsClients } from "../clients/aws";
import { type Environment, type Layer, layerNames } from "../environment";
import { getPulumiProjectName } from "../projects";
import { readStateResources, type StateResource } from "../pulumi/state";
import { getStackConfigFile, readStackConfig } from "../stack-config";

/** The cost of one resource: sums instead of the amounts that they consist of. */
export type ResourceCost = Omit<Cost, keyof CostAmounts> &
    CostSums & {
        /** `Service pulse`. */
        name: string;
    };

/** What an environment costs, as `./devmin cost --json` prints it. */
export interface EnvironmentCost {
    /** Per layer; null while it is not up. Resources without cost are left out, the most expensive is first. */
    layers: Record<Layer, (CostSums & { resources: ResourceCost[] }) | null>;
    /** The sum over all layers that are up. */
    total: CostSums;
    /** `total.month` in the first, second and third year; it does not rise further. */
    years: [number, number, number];
    /** The most `total.fullMonth` may be: `devmin:maxMonthlyUsd` in the environment summary's stack configuration. */
    ceiling: number;
    /** The assumed usage of a month. */
    assumed: Usage;
}

/** The cost of the layers that are up, from their states. Throws when the assumed usage is invalid. */
export async function readEnvironmentCost(env: Environment, aws: AwsClients): Promise<EnvironmentCost> {
    if (assumedUsage.problems.length) throw new Error(assumedUsage.problems.join("\n"));
    const states = await Promise.all(
        layerNames.map(
            async (layer) => [layer, listBilledResources((await readStateResources(env, aws, layer)) ?? [])] as const,
        ),
    );
    return calculateEnvironmentCost(Object.fromEntries(states) as Record<Layer, BillableResource[]>, readCeiling(env));
}

/** The cost of the given resources; a layer without resources is not up. */
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

/** The resources of a state that can be billed: not those that were only read, nor Pulumi's own. */
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
    const configured = readStackConfig(env, "summary").config[ceilingConfigKey];
    const ceiling = Number(configured ?? defaultMaxMonthlyUsd);
    if (ceiling > 0) return ceiling;
    throw new Error(
        `${ceilingConfigKey} in ${getStackConfigFile(env, "summary")} is ${configured}: it must be a number of USD a month, for example ${defaultMaxMonthlyUsd}.`,
    );
}
