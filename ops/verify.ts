import type { AuditEntry } from "./audit/entry";
import { appendAuditEntry, readAuditEntriesSince } from "./audit/log";
import { listAllStoredObjects } from "./audit/stored-entries";
import { checks } from "./checks";
import type { Check, CheckContext } from "./checks/check";
import { findOldState } from "./checks/old-state";
import { type CheckStatus, SkippedError } from "./checks/status";
import type { AwsClients } from "./clients/aws";
import { type Environment, type Layer, layerNames } from "./environment";
import type { EnvironmentOutputs } from "./layer-outputs";
import type { PulumiCli } from "./pulumi/cli";
import { DamagedStateError, type DeployedState, readDeployedState } from "./pulumi/state";

/** The result of one check. */
export interface CheckResult {
    claim: string;
    answer: CheckStatus;
    /** What is wrong, or why the check was skipped; empty when it passes. */
    because: string[];
}

export interface VerifyResult {
    results: CheckResult[];
    /** The audit log entry with this verdict. */
    entry: AuditEntry;
}

export interface VerifyOptions {
    /** Whether subscribers of the budget's topic receive a test message. @default false */
    testAlarm?: boolean;
}

/**
 * Checks each layer against the clouds and records the verdict in the audit log. States and audit log are read once. A layer that is
 * not deployed has a result of its own, and the checks about it are skipped. `aws` and `pulumi` act as the auditor.
 */
export async function verify(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    { testAlarm = false }: VerifyOptions = {},
): Promise<VerifyResult> {
    const damages: Partial<Record<Layer, string>> = {};
    const readUnlessDamaged = (layer: Layer) =>
        readDeployedState(env, aws, layer).catch((error: Error) => {
            if (!(error instanceof DamagedStateError)) throw error;
            damages[layer] = error.message;
            return undefined;
        });
    const states = Object.fromEntries(
        await Promise.all(layerNames.map(async (layer) => [layer, await readUnlessDamaged(layer)] as const)),
    ) as Record<Layer, DeployedState | undefined>;
    const oldest = Math.min(...layerNames.flatMap((layer) => states[layer]?.modified.getTime() ?? []), Date.now());
    const outputs: Partial<EnvironmentOutputs> = {};
    for (const layer of layerNames) Object.assign(outputs, states[layer] && { [layer]: states[layer].outputs });
    const storedLog = await listAllStoredObjects(env, aws);
    const context: CheckContext = {
        aws,
        pulumi,
        states,
        storedLog,
        entries: await readAuditEntriesSince(env, aws, storedLog, new Date(oldest)), // a record is written after the state
        testAlarm,
    };
    for (const layer of layerNames) {
        const problem = states[layer] && (await findOldState(env, aws, layer, states[layer], context.entries));
        if (problem) damages[layer] = problem;
    }
    const results: CheckResult[] = layerNames.map((layer) => describeLayer(layer, layer in outputs, damages[layer]));
    results.push(...(await Promise.all(checks.map((check) => runCheck(check, env, outputs, context, damages)))));
    const verdict = results.some(({ answer }) => answer === "fail") ? "fail" : "pass";
    return { results, entry: await appendAuditEntry(env, aws, { kind: "verify", verdict, details: results }) };
}

/** Core and kafka stay; demo may be down, and is every night. */
const whileDown: Record<Layer, Omit<CheckResult, "claim">> = {
    core: { answer: "fail", because: ["core is not deployed: run ./devmin bootstrap"] },
    kafka: { answer: "fail", because: ["kafka is not deployed: run ./devmin up kafka"] },
    demo: { answer: "skipped", because: ["demo is down, as it may be: ./devmin up demo deploys it"] },
};

/** A layer whose state is damaged is neither up nor down: nobody knows. */
const describeLayer = (layer: Layer, isDeployed: boolean, damage?: string): CheckResult => ({
    claim: `${layer} is deployed`,
    ...(damage
        ? { answer: "fail", because: [damage] }
        : isDeployed
          ? { answer: "pass", because: [] }
          : whileDown[layer]),
});

/** A check that throws does not pass: what could not be read counts as a failure until somebody has looked. */
export async function runCheck(
    { claim, layers, isAdvice, findProblems }: Check,
    env: Environment,
    outputs: Partial<EnvironmentOutputs>,
    context: CheckContext,
    damages: Partial<Record<Layer, string>> = {},
): Promise<CheckResult> {
    const unknown = layers.filter((layer) => !outputs[layer] && damages[layer]);
    if (unknown.length > 0)
        return { claim, answer: "skipped", because: [`the state of ${unknown.join(" and ")} is damaged`] };
    const down = layers.filter((layer) => !outputs[layer]);
    if (down.length > 0)
        return { claim, answer: "skipped", because: [`${down.join(" and ")} ${down.length > 1 ? "are" : "is"} down`] };
    try {
        const because = await findProblems(env, outputs as EnvironmentOutputs, context);
        return { claim, answer: because.length === 0 ? "pass" : isAdvice ? "warning" : "fail", because };
    } catch (error) {
        const { message } = error as Error;
        if (error instanceof SkippedError) return { claim, answer: "skipped", because: [message] };
        return { claim, answer: "fail", because: [`it could not be checked: ${message}`] };
    }
}
