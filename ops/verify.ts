import { type AuditEntry, appendAuditEntry } from "./audit/log";
import { checks } from "./checks";
import type { Check, EnvironmentOutputs } from "./checks/check";
import { type CheckStatus, SkippedError } from "./checks/status";
import { type Environment, layerNames } from "./environment";
import { readStackOutputs } from "./pulumi/state";

/** What came of one check. */
export interface CheckResult {
    claim: string;
    answer: CheckStatus;
    /** What is wrong, or why it cannot be told; nothing when it holds. */
    because: string[];
}

export interface VerifyResult {
    results: CheckResult[];
    /** The link in the evidence store that holds this verdict. */
    entry: AuditEntry;
}

/** Runs the readiness checks of all three layers against the clouds and puts the verdict into the evidence store. */
export async function verify(env: Environment): Promise<VerifyResult> {
    const outputs = await readAllOutputs(env);
    const results: CheckResult[] = [];
    for (const check of checks) results.push(await runCheck(check, env, outputs));
    const verdict = results.some(({ answer }) => answer === "broken") ? "broken" : "holds";
    return { results, entry: await appendAuditEntry(env, { kind: "verify", verdict, details: results }) };
}

/** A check that fails is no check that holds: what it could not ask is broken, until somebody has looked. */
export async function runCheck(
    { claim, findProblems }: Check,
    env: Environment,
    outputs: EnvironmentOutputs,
): Promise<CheckResult> {
    try {
        const because = await findProblems(env, outputs);
        return { claim, answer: because.length === 0 ? "holds" : "broken", because };
    } catch (error) {
        const { message } = error as Error;
        if (error instanceof SkippedError) return { claim, answer: "not exercised here", because: [message] };
        return { claim, answer: "broken", because: [`it could not be checked: ${message}`] };
    }
}

/** The outputs of all layers; refuses, naming the command, while one is not up. */
export async function readAllOutputs(env: Environment): Promise<EnvironmentOutputs> {
    const reads = layerNames.map(async (layer) => {
        const outputs = await readStackOutputs(env, layer);
        if (Object.keys(outputs).length === 0) throw new Error(`${layer} is not up yet: run pulumi up -C ${layer}`);
        return [layer, outputs] as const;
    });
    return Object.fromEntries(await Promise.all(reads)) as unknown as EnvironmentOutputs;
}
