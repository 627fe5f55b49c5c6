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

/** Estimated cost of a layer in USD, as the layer exports it. */
export interface LayerCost extends CostSums {
    /** Resources without a known price, a sentence each with the reason; they count as 0 in the sums. */
    unpriced: string[];
}

/**
 * Starts recording the resources that a layer declares; call it before the first resource. The returned function, called after
 * the last one, gives their estimated cost. A cost that depends on values unknown in preview is unknown until the update.
 * Resources created by components in other languages are not recorded.
 *
 * @throws Refusal if usage.json is not valid.
 * @example const costs = trackCosts();
 *          // … resources …
 *          export const cost = costs();
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
        // A price is not secret, even if it is calculated from a secret input.
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

/** A layer's cost, or the sentence that says why it is unknown. */
type CostOrReason = LayerCost | string;

/** Cost of all layers in USD, as the environment summary exports it. */
export interface CostSummary {
    /** Per layer its cost, or the sentence that says why it is not counted. */
    layers: Record<string, CostOrReason>;
    /** Sum over the counted layers. */
    total: CostSums;
    /** What the total does not include, a sentence each. */
    notCounted: string[];
}

/**
 * Adds up the costs that the layers export.
 *
 * @param probes Per layer any of its outputs; null if the layer is not up.
 * @param costs Per layer its output `cost`; null if it has none.
 * @param ceiling USD for all layers together in a month in which no lease ends.
 * @throws Refusal if the sum is above the ceiling.
 */
export function summarizeCosts(
    probes: Record<string, unknown>,
    costs: Record<string, LayerCost | null>,
    ceiling: number,
): CostSummary {
    const layers = Object.fromEntries(
        Object.entries(probes).map(([layer, probe]): [string, CostOrReason] => {
            const reason = `${probe ? "was deployed by a devmin version that does not report costs" : "is not up yet"}: run pulumi up -C ${layer}`;
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
                `${ceiling} (devmin:maxMonthlyUsd): remove resources (./devmin cost lists the cost of each), or raise it with: ` +
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
