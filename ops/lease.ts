import {
    defaultMaxLeaseHours,
    findLeaseProblem,
    formatDuration,
    formatExtendLeaseCommand,
    formatTimestamp,
    getDefaultLeaseHours,
    leaseHoursRange,
    parseMaxLeaseHours,
    parseTimestamp,
} from "../lib/lease";
import { getProjectName } from "../lib/names";
import type { DemoService } from "./checks/demo-services";
import { findServiceLeaseProblems } from "./checks/lease";
import { type LeaseSchedule, parseScheduleEnd } from "./checks/lease-schedule";
import type { Environment } from "./environment";
import type { PulumiCli } from "./pulumi/cli";
import { readStackConfig } from "./stack-config";

export { formatTimestamp, parseDuration } from "../lib/lease";

/** The lease in demo's stack configuration. */
export interface LeaseConfig {
    /** When it ends, for example `2026-11-24T18:00:00Z`; undefined when none was ever set. */
    until?: string;
    /** The longest allowed lease. */
    maxHours: number;
}

export function readLease(env: Pick<Environment, "root" | "stack">): LeaseConfig {
    const { config } = readStackConfig(env, "demo");
    const getConfigValue = (key: string) => config[`${getProjectName("demo")}:${key}`];
    const configured = getConfigValue("maxLeaseHours") ?? defaultMaxLeaseHours;
    const maxHours = parseMaxLeaseHours(String(configured));
    if (maxHours === undefined) {
        throw new Error(
            `devmin-demo:maxLeaseHours is ${JSON.stringify(configured)} in demo/Pulumi.${env.stack}.yaml: it must be a whole number ` +
                `from ${leaseHoursRange.min} to ${leaseHoursRange.max}. Set it with: pulumi config set -C demo maxLeaseHours ${defaultMaxLeaseHours}`,
        );
    }
    return { until: getConfigValue("leaseUntil")?.toString(), maxHours };
}

/** Writes a lease that ends `durationMs` from now, and returns its end. Takes effect with the next update of demo. */
export async function extendLease(
    env: Environment,
    pulumi: PulumiCli,
    durationMs: number,
    now = Date.now(),
): Promise<string> {
    const until = calculateLeaseEnd(readLease(env), durationMs, now);
    await writeLease(env, pulumi, until);
    return until;
}

/** Writes a lease's end to demo's stack configuration. */
export const writeLease = (env: Environment, pulumi: PulumiCli, until: string) =>
    pulumi("demo", ["config", "set", "leaseUntil", until, "--stack", env.stack]);

function calculateLeaseEnd({ maxHours }: LeaseConfig, durationMs: number, now: number): string {
    if (durationMs <= maxHours * 3_600_000) return formatTimestamp(now + durationMs);
    throw new Error(
        `a lease of ${formatDuration(durationMs)} is too long: the maximum is ${maxHours} hours (maxLeaseHours in demo's stack configuration).`,
    );
}

/** The end of the lease that an update of demo begins with; undefined when it keeps the one that is set. */
export function selectLeaseEnd(
    env: Pick<Environment, "root" | "stack">,
    requestedMs?: number,
    now = Date.now(),
): string | undefined {
    const lease = readLease(env);
    if (requestedMs === undefined && isLeaseValid(lease, now)) return undefined;
    return calculateLeaseEnd(lease, requestedMs ?? getDefaultLeaseHours(lease.maxHours) * 3_600_000, now);
}

/** The stack configuration of a lease, for a preview: it is not written yet. */
export const buildLeaseConfig = (until: string) => ({ [`${getProjectName("demo")}:leaseUntil`]: until });

/** Whether demo can be updated with this lease. */
export function isLeaseValid({ until, maxHours }: LeaseConfig, now = Date.now()): boolean {
    return until !== undefined && findLeaseProblem(until, maxHours, now) === undefined;
}

/** The end of a lease and the time until or since then, as a clause without a full stop. */
export function formatRemainingLease({ until }: LeaseConfig, now = Date.now()): string {
    if (until === undefined) return "no lease is set, and demo does not come up without one: ./devmin up sets one";
    const end = parseTimestamp(until);
    if (end === undefined)
        return `the lease's end is ${JSON.stringify(until)}, which is not a time in UTC, so there is none`;
    const remainingMs = end - now;
    return remainingMs > 0
        ? `the lease ends at ${until}, in ${formatDuration(remainingMs)}`
        : `the lease ended at ${until}, ${formatDuration(-remainingMs)} ago`;
}

/** When EventBridge Scheduler ends the lease of a service, in milliseconds since 1970; undefined when nothing does. */
export const readServiceLeaseEnd = (schedule: LeaseSchedule | undefined): number | undefined =>
    schedule && schedule.State !== "DISABLED" ? parseScheduleEnd(schedule) : undefined;

/**
 * A lease as `./devmin lease` prints it: what EventBridge Scheduler does, and what the configuration says where that differs.
 * `services`: those that are up; undefined while demo is down, when a lease stops nothing, and nothing has to be stopped.
 */
export const formatLease = (
    lease: LeaseConfig,
    services: readonly DemoService[] | undefined,
    now = Date.now(),
): string[] => [
    ...(services
        ? services.flatMap((service) => formatServiceLease(service, now))
        : [`demo is down, so no lease runs. In its configuration, ${formatRemainingLease(lease, now)}.`]),
    ...(services?.some(({ schedule }) => readServiceLeaseEnd(schedule) !== parseTimestamp(lease.until ?? ""))
        ? [`In demo's configuration, ${formatRemainingLease(lease, now)}. ./devmin up demo makes the schedules agree.`]
        : []),
    `To set a new end, at most ${lease.maxHours} hours from now: ${formatExtendLeaseCommand(lease.maxHours)}`,
];

function formatServiceLease({ name, service, schedule }: DemoService, now: number): string[] {
    const end = readServiceLeaseEnd(schedule);
    const running = service?.runningCount ?? 0;
    const problems = findServiceLeaseProblems(name, schedule, running, now);
    if (problems.length || end === undefined) return problems.map((problem) => `${problem}.`);
    const remaining =
        end > now
            ? `ends at ${formatTimestamp(end)}, in ${formatDuration(end - now)}: EventBridge Scheduler then sets it to zero tasks`
            : `ended at ${formatTimestamp(end)}, ${formatDuration(now - end)} ago`;
    return [`the lease of ${name} ${remaining}; tasks running: ${running}.`];
}
