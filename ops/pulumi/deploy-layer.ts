import { dirname } from "node:path";
import type { CostSums } from "../../policy-pack/pricing/cost";
import type { AuditEntry } from "../audit/entry";
import { appendAuditEntry } from "../audit/log";
import type { AwsClients } from "../clients/aws";
import type { Environment, Layer } from "../environment";
import { assertNothingDeleted } from "../recovery/deleted-resources";
import { listDeploymentAndEventIds, watchServices } from "../watch-services";
import { filterUnreachedResources, type Log, type PulumiCli, type RunOptions } from "./cli";
import {
    type EngineEvent,
    listChanges,
    type PolicyEvaluation,
    requirePolicyCoverage,
    runWithEventLog,
} from "./engine-events";
import { formatPlan, getPolicyPackId, type Plan, type PlanOptions, previewLayer } from "./plan";
import { type PolicyPackConfig, writePolicyPackConfig } from "./policy-pack-config";
import { readStateObject, readStateResources } from "./state";

/** What an update did, and which policy pack evaluated it before. `details` of an audit log entry of kind `up`. */
export interface DeploymentRecord extends PolicyEvaluation {
    layer: Layer;
    /** The S3 version of the layer's state after the update; null when there is none. */
    state: string | null;
    /** The policy pack's settings from the shell. */
    settings?: PolicyPackConfig;
    /** The layer's planned cost after the update, USD in us-east-1. */
    cost: CostSums;
    /** URNs by operation: `create`, `update`, `replace`, `delete`. */
    did: Record<string, string[]>;
    /** URNs of the resources whose operation failed. */
    failed: string[];
}

export interface DeployLayerOptions {
    log: Log;
    /** Called after the plan was printed. @default always true */
    confirm?(): Promise<boolean>;
    /** Arguments for Pulumi, for preview and update alike, for example `--refresh`. @default none */
    extraArgs?: readonly string[];
    /** Values that take the place of the stack configuration's, by their full keys. @default none */
    config?: Readonly<Record<string, string>>;
}

/**
 * Previews a layer, asks, applies exactly what was previewed, and writes a deployment record to the audit log, also for an
 * update that failed half way. Resolves with the entry, or with undefined when the user declined. `aws`: the auditor's clients.
 */
export async function deployLayer(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    layer: Layer,
    { log, confirm = async () => true, extraArgs, config }: DeployLayerOptions,
): Promise<AuditEntry | undefined> {
    if (layer === "kafka") await assertNothingDeleted(env, (await readStateResources(env, aws, layer)) ?? []);
    using plan = await previewLayer(env, pulumi, layer, { log, extraArgs, config });
    for (const line of formatPlan(plan)) log(line);
    if (!(await confirm())) return undefined;
    log(`updating ${layer} …`);
    const { record, failure } = await applyWatched(env, aws, pulumi, plan, { log, extraArgs });
    const entry = await writeDeploymentRecord(env, aws, record, failure !== undefined).catch((error: Error) => {
        throw new Error(
            `${failure ? `${failure.message}\nAlso, its` : `${layer} is up, but its`} deployment record could not be written (${error.message}): ` +
                `run ./devmin up ${layer} to write the next one.`,
        );
    });
    if (failure) throw failure;
    return entry;
}

/** Applies a plan. Demo's services are watched meanwhile: if one cannot become steady, Pulumi is stopped, and that is the failure. */
async function applyWatched(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    plan: Plan,
    options: PlanOptions & { log: Log },
): ReturnType<typeof applyPlan> {
    if (plan.layer !== "demo") return applyPlan(env, pulumi, plan, options);
    // By id, not by time: this machine's clock may differ from AWS'.
    const earlierIds = await listDeploymentAndEventIds(env, aws).catch(({ message }: Error) => {
        options.log(`the services of demo cannot be watched (${message})`);
        return undefined;
    });
    if (!earlierIds) return applyPlan(env, pulumi, plan, options);
    const [stop, end] = [new AbortController(), new AbortController()];
    const watch = watchServices(env, aws, { log: options.log, earlierIds, signal: end.signal });
    void watch.then((reason) => {
        if (reason && !end.signal.aborted) stop.abort();
    });
    try {
        const { record, failure } = await applyPlan(env, pulumi, plan, { ...options, signal: stop.signal });
        end.abort();
        const reason = failure && (await watch);
        return { record, failure: reason ? new Error(reason, { cause: failure }) : failure };
    } finally {
        end.abort();
    }
}

/**
 * Applies a plan; Pulumi refuses anything beyond it. Resolves with the deployment record, and with the failure if there was
 * one. Throws when nothing was started, for example because another update has the lock: that leaves no record.
 */
export async function applyPlan(
    env: Environment,
    pulumi: PulumiCli,
    { layer, file, configFile, pack, judged, said, settings, cost }: Plan,
    { extraArgs = [], log = () => {}, variables, signal }: PlanOptions & Pick<RunOptions, "signal">,
): Promise<{ record: Omit<DeploymentRecord, "state">; failure?: Error }> {
    if (getPolicyPackId(env) !== pack)
        throw new Error(`policy-pack has changed since the preview (${pack}): run the command again.`);
    const planArgs = ["--config-file", configFile, ...extraArgs, "--plan", file];
    const upArgs = ["up", "--yes", "--skip-preview", "--stack", env.stack, ...planArgs];
    const { events, failure } = await runWithEventLog(pulumi, layer, upArgs, {
        variables: { ...variables, ...writePolicyPackConfig(dirname(file), settings) },
        log: filterUnreachedResources(log),
        signal,
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

/** An update is evaluated once more, with the values that a preview does not know. */
function findPolicyCoverageError(events: readonly EngineEvent[], pack: string, layer: Layer): Error | undefined {
    try {
        requirePolicyCoverage(events, pack, layer);
        return undefined;
    } catch (error) {
        return error as Error;
    }
}

/** Writes a deployment record to the audit log, for the layer's current state. */
export async function writeDeploymentRecord(
    env: Environment,
    aws: AwsClients,
    record: Omit<DeploymentRecord, "state">,
    failed: boolean,
): Promise<AuditEntry> {
    const state = (await readStateObject(env, aws, record.layer))?.VersionId ?? null;
    const details: DeploymentRecord = { ...record, state };
    return appendAuditEntry(env, aws, { kind: "up", verdict: failed ? "fail" : "pass", details });
}
