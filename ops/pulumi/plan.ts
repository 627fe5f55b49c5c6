import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BillableResource, formatResourceLabel } from "../../policy-pack/pricing/cost";
import { readPackVersion } from "../../policy-pack/runtime/digest";
import { type CostDiff, calculateCostDiff, formatCostDiff } from "../cost/diff";
import type { Environment, Layer } from "../environment";
import { getProjectFolder, type Log, type PulumiCli, type RunOptions } from "./cli";
import {
    listChanges,
    type PolicyEvaluation,
    type ResourceChange,
    requirePolicyCoverage,
    runWithEventLog,
} from "./engine-events";
import { type PolicyPackConfig, readPolicyPackConfig, writePolicyPackConfig } from "./policy-pack-config";
import { useTempFolder } from "./temp-dir";

/** What becomes of a resource, and per property the URNs its value is made from. */
export interface PlannedChange extends ResourceChange {
    propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** What the next update of a layer is to do, judged by the policy pack. */
export interface Plan extends PolicyEvaluation {
    layer: Layer;
    /** Pulumi's own plan; secrets in it are under the stack's key. It is there as long as the plan is used. */
    file: string;
    settings?: PolicyPackConfig;
    /** All that is to be there or to go, also what stays the same. */
    changes: PlannedChange[];
    /** What the layer costs before and after. */
    cost: CostDiff;
}

export interface PlanOptions extends RunOptions {
    /** Words for Pulumi, for example `--refresh`. @default none */
    extraArgs?: readonly string[];
}

/** The policy pack of a clone, as the engine's events name it. */
export const getPolicyPackId = ({ root }: Pick<Environment, "root">) =>
    `devmin ${readPackVersion(join(root, "policy-pack"))}`;

/**
 * Previews a layer, and hands over what is to be done. Changes nothing. Throws when a guardrail is violated, and when not all was
 * judged by this clone's policy pack as it is now.
 */
export function previewLayer<T>(
    env: Environment,
    pulumi: PulumiCli,
    layer: Layer,
    { extraArgs = [], ...options }: PlanOptions,
    use: (plan: Plan) => Promise<T>,
): Promise<T> {
    return useTempFolder(async (folder) => {
        const settings = readPolicyPackConfig(getProjectFolder(env, layer), undefined, options.log);
        const variables = { ...options.variables, ...writePolicyPackConfig(folder, settings) };
        const file = join(folder, "plan.json");
        const preview = ["preview", "--stack", env.stack, ...extraArgs, "--save-plan", file];
        const log: Log = (line) => planFileMessage.test(line) || options.log?.(line);
        const { events, failure } = await runWithEventLog(pulumi, layer, preview, { ...options, variables, log });
        if (failure) throw failure;
        const evaluation = requirePolicyCoverage(events, getPolicyPackId(env), layer);
        const planContents: { resourcePlans: Record<string, ResourcePlan | undefined> } = JSON.parse(
            readFileSync(file, "utf8"),
        );
        const changes = listChanges(events, "resourcePreEvent").map((change) => ({
            ...change,
            propertyDependencies: planContents.resourcePlans[change.urn]?.goal?.propertyDependencies ?? {},
        }));
        return use({ ...evaluation, layer, file, settings, changes, cost: calculateCostOfChanges(changes) });
    });
}

/** What Pulumi says one could do with the file, which nobody can once it was used. */
const planFileMessage = /^(Update plan written to|Run `pulumi up --plan=)/;

/** A resource in Pulumi's plan. */
interface ResourcePlan {
    goal?: { propertyDependencies?: Record<string, string[]> };
}

/** What changes make of the bill; nobody bills what is only in the state, such as a component. */
export function calculateCostOfChanges(changes: readonly PlannedChange[]): CostDiff {
    const listBilled = (side: "before" | "after") =>
        changes.flatMap(({ urn, type, custom, propertyDependencies, [side]: inputs }): BillableResource[] =>
            custom && inputs ? [{ urn, type, inputs, custom, ...(side === "after" && { propertyDependencies }) }] : [],
        );
    return calculateCostDiff(listBilled("before"), listBilled("after"));
}

/** What a plan would do, what that changes of the bill and what the pack said of it, a line each. */
export function formatPlan({ layer, changes, cost, pack, judged, said }: Plan): string[] {
    const changed = changes.filter(({ op }) => op !== "same");
    const unchangedCount = changes.length - changed.length;
    const counts = [...new Set(changed.map(({ op }) => op))].map(
        (op) => `${changed.filter((each) => each.op === op).length} to ${op}`,
    );
    return [
        `${layer}: ${counts.join(", ") || "nothing to do"}, ${unchangedCount} stay as they are`,
        ...changed.map(({ op, urn }) => `  ${op.padEnd(8)}${formatResourceLabel(urn)}`),
        ...formatCostDiff(cost),
        `judged by the policy pack ${pack}: ${judged} resources, and the stack as a whole`,
        ...said.map(
            ({ policy, urn, message }) => `  ${policy}  ${urn ? `${formatResourceLabel(urn)}: ` : ""}${message}`,
        ),
    ];
}

/** A plan as `./devmin plan --json` prints it: what changes, the bill before and after in USD, and what the policy pack reported. */
export const describePlan = ({ layer, changes, cost, pack, judged, said }: Plan) => ({
    layer,
    changes: changes.filter(({ op }) => op !== "same").map(({ op, urn, type }) => ({ op, urn, type })),
    unchanged: changes.filter(({ op }) => op === "same").length,
    cost,
    policyPack: { pack, resources: judged, messages: said },
});
