import * as pulumi from "@pulumi/pulumi";
import { assumedUsage } from "../policy-pack/pricing/assumptions";
import {
    addAmounts,
    type CostSums,
    calculateCosts,
    formatResourceLabel,
    isFree,
    roundUsd,
    toCostSums,
} from "../policy-pack/pricing/cost";
import { refuse } from "./refusal";

/** What a layer costs, as it exports it. */
export interface LayerCost extends CostSums {
    /** What of it nobody can price, and why: it counts as nothing. */
    unpriced: string[];
}

/**
 * Begins to write down what a layer declares, before its first resource; what it returns tells, after the last one, what
 * that costs. A cost that hangs on what is unknown in preview is unknown there as well, and known after the update. What a
 * component in another language makes is not seen.
 */
export function trackCosts(): () => pulumi.Output<LayerCost> {
    if (assumedUsage.problems.length) refuse(assumedUsage.problems.join("\n"));
    const declared: { urn: string; type: string; custom: boolean; props: pulumi.Inputs }[] = [];
    pulumi.runtime.registerStackTransformation(({ resource, type, name, props }) => {
        const custom = pulumi.CustomResource.isInstance(resource);
        if (!isFree(type, custom)) {
            declared.push({
                urn: `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`,
                type,
                custom,
                props,
            });
        }
        return undefined;
    });
    return () =>
        // A price is no secret, whatever it was made from.
        pulumi.unsecret(
            pulumi.all(declared.map(({ props }) => pulumi.output(props))).apply((inputs) => {
                const costs = calculateCosts(declared.map((each, index) => ({ ...each, inputs: inputs[index] ?? {} })));
                return {
                    ...toCostSums(addAmounts(costs)),
                    unpriced: costs.flatMap(({ urn, unpriced }) =>
                        unpriced ? `${formatResourceLabel(urn)}: ${unpriced}` : [],
                    ),
                };
            }),
        );
}

/** What the card says of a layer: what it costs, or why nobody knows. */
type CostOrReason = LayerCost | string;

/** What all layers cost, as the card exports it. */
export interface CostSummary {
    /** Per layer what it costs; or the sentence that says why it is not counted. */
    layers: Record<string, CostOrReason>;
    /** Of the layers that are counted. */
    total: CostSums;
    /** What is not in the total, a sentence each. */
    notCounted: string[];
}

/**
 * Adds up what the layers export. Refuses what is above the ceiling: USD in a month in which no lease ends. `signs` has an
 * export of each layer that is up, and null else.
 */
export function summarizeCosts(
    probes: Record<string, unknown>,
    costs: Record<string, LayerCost | null>,
    ceiling: number,
): CostSummary {
    const layers = Object.fromEntries(
        Object.entries(probes).map(([layer, probe]): [string, CostOrReason] => {
            const reason = `${probe ? "is of a devmin that did not count" : "is not up yet"}: run pulumi up -C ${layer}`;
            return [layer, costs[layer] ?? `${layer} ${reason}`];
        }),
    );
    const counted = Object.entries(layers).filter(
        (entry): entry is [string, LayerCost] => typeof entry[1] !== "string",
    );
    const sum = (key: keyof CostSums) => roundUsd(counted.reduce((all, [, cost]) => all + cost[key], 0));
    const total = { idle: sum("idle"), hour: sum("hour"), month: sum("month"), fullMonth: sum("fullMonth") };
    if (total.fullMonth > ceiling) {
        const parts = counted.map(([layer, { fullMonth }]) => `${layer} ${fullMonth.toFixed(2)}`).join(", ");
        refuse(
            `all layers together cost ${total.fullMonth.toFixed(2)} USD in a month in which no lease ends (${parts}); the ceiling is ` +
                `${ceiling} (devmin:maxMonthlyUsd): leave something out (./devmin cost shows what costs what), or raise it with: ` +
                `pulumi config set maxMonthlyUsd ${Math.ceil(total.fullMonth)}`,
        );
    }
    return {
        layers,
        total,
        notCounted: [
            ...Object.values(layers).filter((layerCost): layerCost is string => typeof layerCost === "string"),
            ...counted.flatMap(([, { unpriced }]) => unpriced),
        ],
    };
}
