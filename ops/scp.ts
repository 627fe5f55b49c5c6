import { buildDenies, buildScpStatements, maxScpLength } from "../lib/denies";
import { formatPolicyDocument } from "../lib/iam-policy";
import type { Environment } from "./environment";

/**
 * The denies of the environment's permissions boundary as a service control policy for an AWS Organization: JSON without white
 * space, which counts against the limit when a policy is pasted. Throws if it is longer than the limit.
 */
export function formatScp(env: Pick<Environment, "stack" | "account" | "region">): string {
    const policy = formatPolicyDocument(buildScpStatements(buildDenies(env), env));
    if (policy.length <= maxScpLength) return policy;
    throw new Error(
        `the service control policy has ${policy.length} characters, ${maxScpLength} are allowed: use a shorter stack name.`,
    );
}
