import { buildDenies, buildScpStatements } from "../lib/denies";
import { formatPolicyDocument } from "../lib/iam-policy";
import type { Environment } from "./environment";

/** The denies of the environment's permissions boundary as a service control policy for an AWS Organization, as JSON. */
export const formatScp = (env: Pick<Environment, "stack" | "account" | "region">): string =>
    JSON.stringify(JSON.parse(formatPolicyDocument(buildScpStatements(buildDenies(env), env))), null, 4);
