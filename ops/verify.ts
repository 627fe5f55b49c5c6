import { type AuditEntry, appendAuditEntry } from "./audit/log";
import { checks } from "./checks";
import type { Check, EnvironmentOutputs } from "./checks/check";
import { type CheckStatus, SkippedError } from "./checks/status";
import { type Environment, layerNames } from "./environment";
import { readStackOutputs } from "./pulumi/state";

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

/** Runs the readiness checks of all three layers against the clouds and records the verdict in the audit log. */
export async function verify(env: Environment): Promise<VerifyResult> {
    const outputs = await readAllOutputs(env);
    const results: CheckResult[] = [];
    for (const check of checks) results.push(await runCheck(check, env, outputs));
    const verdict = results.some(({ answer }) => answer === "fail") ? "fail" : "pass";
    return { results, entry: await appendAuditEntry(env, { kind: "verify", verdict, details: results }) };
}

/** A check that throws does not pass: what could not be read counts as a failure until somebody has looked. */
export async function runCheck(
    { claim, findProblems }: Check,
    env: Environment,
    outputs: EnvironmentOutputs,
): Promise<CheckResult> {
    try {
        const because = await findProblems(env, outputs);
        return { claim, answer: because.length === 0 ? "pass" : "fail", because };
    } catch (error) {
        const { message } = error as Error;
        if (error instanceof SkippedError) return { claim, answer: "skipped", because: [message] };
        return { claim, answer: "fail", because: [`it could not be checked: ${message}`] };
    }
}

/** The outputs of all layers. Throws, naming the command to run, while one is not up. */
export async function readAllOutputs(env: Environment): Promise<EnvironmentOutputs> {
    const reads = layerNames.map(async (layer) => {
        const outputs = await readStackOutputs(env, layer);
        if (Object.keys(outputs).length === 0) throw new Error(`${layer} is not up yet: run pulumi up -C ${layer}`);
        return [layer, outputs] as const;
    });
    return Object.fromEntries(await Promise.all(reads)) as unknown as EnvironmentOutputs;
}
