import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BillableResource, formatResourceLabel } from "../../policy-pack/pricing/cost";
import { readPackVersion } from "../../policy-pack/runtime/digest";
import { type CostDiff, calculateCostDiff, formatCostDiff } from "../cost/diff";
import type { Environment, Layer } from "../environment";
import { getProjectFolder } from "../projects";
import { writeStackConfigCopy } from "../stack-config";
import type { Log, PulumiCli, RunOptions } from "./cli";
import {
    listChanges,
    type PolicyEvaluation,
    type ResourceChange,
    requirePolicyCoverage,
    runWithEventLog,
} from "./engine-events";
import { type PolicyPackConfig, readPolicyPackConfig, writePolicyPackConfig } from "./policy-pack-config";
import { createTempFolder } from "./temp-dir";

/** The change of a resource, with the URNs that each property's value depends on. */
export interface PlannedChange extends ResourceChange {
    propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** What the next update of a layer will do, as evaluated by the policy pack. `using` removes its file at the end of the block. */
export interface Plan extends PolicyEvaluation, Disposable {
    layer: Layer;
    /** Pulumi's plan file; secrets in it are encrypted with the stack's key. */
    file: string;
    /** A copy of the stack configuration that was previewed: the update must not meet what somebody wrote in between. */
    configFile: string;
    settings?: PolicyPackConfig;
    /** All resources, including deleted and unchanged ones. */
    changes: PlannedChange[];
    /** The layer's cost before and after. */
    cost: CostDiff;
}

export interface PlanOptions extends RunOptions {
    /** Arguments for Pulumi, for example `--refresh`. @default none */
    extraArgs?: readonly string[];
    /** Values that take the place of the stack configuration's, by their full keys. @default none */
    config?: Readonly<Record<string, string>>;
}

/** The policy pack of a clone, as engine events name it: `devmin 0.1.0+3f2a8c0d9b1e`. */
export const getPolicyPackId = ({ root }: Pick<Environment, "root">) =>
    `devmin ${readPackVersion(join(root, "policy-pack"))}`;

/**
 * Previews a layer. Changes nothing. Throws when a guardrail is violated, and when this clone's policy pack, as it is now, did
 * not evaluate everything.
 */
export async function previewLayer(
    env: Environment,
    pulumi: PulumiCli,
    layer: Layer,
    { extraArgs = [], config = {}, ...options }: PlanOptions,
): Promise<Plan> {
    const folder = createTempFolder();
    try {
        const settings = readPolicyPackConfig(getProjectFolder(env, layer), undefined, options.log);
        const variables = { ...options.variables, ...writePolicyPackConfig(folder.path, settings) };
        const [file, configFile] = [join(folder.path, "plan.json"), join(folder.path, "config.yaml")];
        writeStackConfigCopy(env, layer, configFile, config);
        const preview = [
            "preview",
            "--stack",
            env.stack,
            "--config-file",
            configFile,
            ...extraArgs,
            "--save-plan",
            file,
        ];
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
        const cost = calculateCostOfChanges(changes);
        return {
            ...evaluation,
            layer,
            file,
            configFile,
            settings,
            changes,
            cost,
            [Symbol.dispose]: folder[Symbol.dispose],
        };
    } catch (error) {
        folder[Symbol.dispose]();
        throw error;
    }
}

/** Pulumi's advice about the plan file, which does not exist any more when a user could follow it. */
const planFileMessage = /^(Update plan written to|Run `pulumi up --plan=)/;

/** A resource in Pulumi's plan. */
interface ResourcePlan {
    goal?: { propertyDependencies?: Record<string, string[]> };
}

/** The cost before and after the changes. Resources that exist only in the state, such as components, cost nothing. */
export function calculateCostOfChanges(changes: readonly PlannedChange[]): CostDiff {
    const listBilled = (side: "before" | "after") =>
        changes.flatMap(({ urn, type, custom, propertyDependencies, [side]: inputs }): BillableResource[] =>
            custom && inputs ? [{ urn, type, inputs, custom, ...(side === "after" && { propertyDependencies }) }] : [],
        );
    return calculateCostDiff(listBilled("before"), listBilled("after"));
}

/** A plan's changes, its cost and the policy pack's messages, one line each. */
export function formatPlan({ layer, changes, cost, pack, judged: evaluatedCount, said: messages }: Plan): string[] {
    const changed = changes.filter(({ op }) => op !== "same");
    const unchangedCount = changes.length - changed.length;
    const counts = [...new Set(changed.map(({ op }) => op))].map(
        (op) => `${changed.filter((each) => each.op === op).length} to ${op}`,
    );
    return [
        `${layer}: ${counts.join(", ") || "nothing to do"}, ${unchangedCount} unchanged`,
        ...changed.map(({ op, urn }) => `  ${op.padEnd(8)}${formatResourceLabel(urn)}`),
        ...formatCostDiff(cost),
        `evaluated by policy pack ${pack}: ${evaluatedCount} resources, and the stack as a whole`,
        ...messages.map(
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
