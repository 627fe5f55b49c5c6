import { denies, scpOf } from "../lib/denies";
import { policyOf } from "../lib/policy";
import type { Environment } from "./environment";

/** The denies of the environment's permissions boundary, as a service control policy for an AWS Organization. */
export const scpFor = (env: Pick<Environment, "stack" | "account" | "region">): string =>
    JSON.stringify(JSON.parse(policyOf(scpOf(denies(env), env))), null, 4);
