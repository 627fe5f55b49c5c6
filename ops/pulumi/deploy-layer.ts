import { dirname } from "node:path";
import type { CostSums } from "../../policy-pack/pricing/cost";
import { type AuditEntry, appendAuditEntry } from "../audit/log";
import type { Environment, Layer } from "../environment";
import { filterUnreachedResources, type Log, type PulumiCli } from "./cli";
import {
    type EngineEvent,
    listChanges,
    type PolicyEvaluation,
    requirePolicyCoverage,
    runWithEventLog,
} from "./engine-events";
import { formatPlan, getPolicyPackId, type Plan, type PlanOptions, previewLayer } from "./plan";
import { type PolicyPackConfig, writePolicyPackConfig } from "./policy-pack-config";
import { readStateObject } from "./state";

/** What an update did, and who judged it before. In the chain of evidence: a link of the kind `up`. */
export interface DeploymentRecord extends PolicyEvaluation {
    layer: Layer;
    /** The S3 version of the layer's state that the update left; null where it left none. */
    state: string | null;
    /** What the shell had set of the pack. */
    settings?: PolicyPackConfig;
    /** What the layer was to cost after it, USD in us-east-1. */
    cost: CostSums;
    /** URNs by what was done with them: `create`, `update`, `replace`, `delete`. */
    did: Record<string, string[]>;
    /** URNs of what could not be done. */
    failed: string[];
}

export interface DeployLayerOptions {
    log: Log;
    /** Asked once it is known what would be done. @default it is agreed to */
    confirm?(): Promise<boolean>;
    /** Words for Pulumi, for preview and update alike, for example `--refresh`. @default none */
    extraArgs?: readonly string[];
}

/**
 * Previews a layer, asks, does what was previewed and nothing else, and leaves the receipt as evidence, also of an update that
 * failed half way. Resolves with its link; with undefined when it was not agreed to. `witness` is the environment with the
 * rights of who may add evidence, as {@link as} gives them for the auditor.
 */
export function deployLayer(
    auditorEnv: Environment,
    pulumi: PulumiCli,
    layer: Layer,
    { log, confirm = async () => true, extraArgs }: DeployLayerOptions,
): Promise<AuditEntry | undefined> {
    return previewLayer(auditorEnv, pulumi, layer, { log, extraArgs }, async (plan) => {
        for (const line of formatPlan(plan)) log(line);
        if (!(await confirm())) return undefined;
        log(`${layer} comes up …`);
        const { record, failure } = await applyPlan(auditorEnv, pulumi, plan, { log, extraArgs });
        const entry = await writeDeploymentRecord(auditorEnv, record, failure !== undefined).catch((error: Error) => {
            throw new Error(
                `${failure ? `${failure.message}\nAnd its` : `${layer} is up, but its`} receipt could not be written (${error.message}): ` +
                    `./devmin up ${layer} writes the next one.`,
            );
        });
        if (failure) throw failure;
        return entry;
    });
}

/**
 * Does what was planned; Pulumi refuses what program or cloud want beyond it. Resolves with the receipt, and with what went
 * wrong if something did. Throws where nothing was begun, as when another update holds the lock: that leaves no receipt.
 */
export async function applyPlan(
    env: Environment,
    pulumi: PulumiCli,
    { layer, file, pack, judged, said, settings, cost }: Plan,
    { extraArgs = [], log = () => {}, variables }: PlanOptions,
): Promise<{ record: Omit<DeploymentRecord, "state">; failure?: Error }> {
    if (getPolicyPackId(env) !== pack)
        throw new Error(`policy-pack is not as it was in the preview (${pack}): start again.`);
    const upArgs = ["up", "--yes", "--skip-preview", "--stack", env.stack, ...extraArgs, "--plan", file];
    const { events, failure } = await runWithEventLog(pulumi, layer, upArgs, {
        variables: { ...variables, ...writePolicyPackConfig(dirname(file), settings) },
        log: filterUnreachedResources(log),
    });
    if (failure && !events.some(({ resOutputsEvent: step, resOpFailedEvent: failed }) => step ?? failed)) throw failure;
    const done = listChanges(events, "resOutputsEvent").filter(({ op }) => op !== "same");
    const did: DeploymentRecord["did"] = {};
    for (const { op, urn } of done) did[op] = [...(did[op] ?? []), urn];
    const failed = events.flatMap(({ resOpFailedEvent: step }) => step?.metadata.urn ?? []);
    return {
        record: { layer, pack, judged, said, settings, cost: cost.after, did, failed },
        failure: failure ?? findPolicyCoverageError(events, pack, layer),
    };
}

/** An update is judged once more, by the values that a preview does not know. */
function findPolicyCoverageError(events: readonly EngineEvent[], pack: string, layer: Layer): Error | undefined {
    try {
        requirePolicyCoverage(events, pack, layer);
        return undefined;
    } catch (error) {
        return error as Error;
    }
}

/** Writes a receipt down, for the state that the layer has now. */
export async function writeDeploymentRecord(
    auditorEnv: Environment,
    record: Omit<DeploymentRecord, "state">,
    failed: boolean,
): Promise<AuditEntry> {
    const state = (await readStateObject(auditorEnv, record.layer))?.VersionId ?? null;
    const details: DeploymentRecord = { ...record, state };
    return appendAuditEntry(auditorEnv, { kind: "up", verdict: failed ? "broken" : "holds", details });
}
