import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { defaultMaxLeaseHours, findLeaseProblem, formatDuration, formatTimestamp, parseTimestamp } from "../lib/lease";
import { getProjectName } from "../lib/names";
import type { Environment } from "./environment";
import { getStackConfigFile, type PulumiCli } from "./pulumi/cli";

export { formatExtendLeaseCommand, parseDuration } from "../lib/lease";

/** The lease in demo's stack configuration. */
export interface LeaseConfig {
    /** When it ends, for example `2026-11-24T18:00:00Z`; undefined when none was ever set. */
    until?: string;
    /** The longest allowed lease. */
    maxHours: number;
}

export function readLease(env: Pick<Environment, "root" | "stack">): LeaseConfig {
    const file = getStackConfigFile(env, "demo");
    const config = existsSync(file) ? (parse(readFileSync(file, "utf8"))?.config ?? {}) : {};
    const getConfigValue = (key: string): unknown => config[`${getProjectName("demo")}:${key}`];
    return {
        until: getConfigValue("leaseUntil")?.toString(),
        maxHours: Number(getConfigValue("maxLeaseHours") ?? defaultMaxLeaseHours),
    };
}

/** Writes a lease that ends `durationMs` from now, and returns its end. Takes effect with the next update of demo. */
export async function extendLease(
    env: Environment,
    pulumi: PulumiCli,
    durationMs: number,
    now = Date.now(),
): Promise<string> {
    const { maxHours } = readLease(env);
    const until = formatTimestamp(now + durationMs);
    if (durationMs > maxHours * 3_600_000) {
        throw new Error(
            `a lease of ${formatDuration(durationMs)} is too long: the maximum is ${maxHours} hours (maxLeaseHours in demo's stack configuration).`,
        );
    }
    await pulumi("demo", ["config", "set", "leaseUntil", until, "--stack", env.stack]);
    return until;
}

/** Whether demo can be updated with this lease. */
export function isLeaseValid({ until, maxHours }: LeaseConfig, now = Date.now()): boolean {
    return until !== undefined && findLeaseProblem(until, maxHours, now) === undefined;
}

/** The end of a lease and the time until or since then, as a clause without a full stop. */
export function formatRemainingLease({ until }: LeaseConfig, now = Date.now()): string {
    if (until === undefined) return "no lease is set, and demo does not come up without one";
    const remainingMs = (parseTimestamp(until) ?? 0) - now;
    return remainingMs > 0
        ? `the lease ends at ${until}, in ${formatDuration(remainingMs)}`
        : `the lease ended at ${until}, ${formatDuration(-remainingMs)} ago`;
}
