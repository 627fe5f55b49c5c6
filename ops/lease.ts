import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { inWords, leaseProblem, longestLease, momentOf, writtenAs } from "../lib/lease";
import { projectOf } from "../lib/names";
import type { Environment } from "./environment";
import { configFileOf, type Pulumi } from "./pulumi";

export { durationOf, extending } from "../lib/lease";

/** The lease as demo's stack configuration has it. */
export interface Lease {
    /** When it ends, for example `2026-11-24T18:00:00Z`; undefined while none was ever set. */
    until?: string;
    /** The longest that is allowed. */
    maxHours: number;
}

export function leaseIn(env: Pick<Environment, "root" | "stack">): Lease {
    const file = configFileOf(env, "demo");
    const config = existsSync(file) ? (parse(readFileSync(file, "utf8"))?.config ?? {}) : {};
    const of = (key: string): unknown => config[`${projectOf("demo")}:${key}`];
    return { until: of("leaseUntil")?.toString(), maxHours: Number(of("maxLeaseHours") ?? longestLease) };
}

/** Writes a lease that ends so many milliseconds from now, and returns when that is. Nothing changes in a cloud before the next update of demo. */
export async function extendLease(env: Environment, pulumi: Pulumi, forMs: number, now = Date.now()): Promise<string> {
    const { maxHours } = leaseIn(env);
    const until = writtenAs(now + forMs);
    if (forMs > maxHours * 3_600_000) {
        throw new Error(
            `a lease of ${inWords(forMs)} is too long: it may last ${maxHours} hours at most (maxLeaseHours in demo's configuration).`,
        );
    }
    await pulumi("demo", ["config", "set", "leaseUntil", until, "--stack", env.stack]);
    return until;
}

/** Whether demo may come up on the lease that is set. */
export function isRunning({ until, maxHours }: Lease, now = Date.now()): boolean {
    return until !== undefined && leaseProblem(until, maxHours, now) === undefined;
}

/** What is left of a lease, in a sentence. */
export function leftOf({ until }: Lease, now = Date.now()): string {
    if (until === undefined) return "no lease is set, and demo does not come up without one";
    const left = (momentOf(until) ?? 0) - now;
    return left > 0
        ? `the lease ends at ${until}, in ${inWords(left)}`
        : `the lease ended at ${until}, ${inWords(-left)} ago`;
}
