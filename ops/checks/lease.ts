import { formatTimestamp } from "../../lib/lease";
import type { Check } from "./check";
import { listDemoServices } from "./demo-services";
import { type LeaseSchedule, parseScheduleEnd } from "./lease-schedule";

/** A service that nothing stops costs money until somebody notices. */
export const leaseCheck: Check = {
    claim: "every service has a schedule that ends its lease, and none runs longer",
    layers: ["demo"],
    async findProblems(_env, { demo }, { aws }) {
        return (await listDemoServices(aws, demo)).flatMap(({ name, service, schedule }) =>
            findServiceLeaseProblems(name, schedule, service?.runningCount ?? 0, Date.now()),
        );
    },
};

/** How long the end of a lease may take: Scheduler is accurate to a minute, and a task has half a minute to stop. */
const graceMs = 120_000;

/** What is wrong with the lease of one service. */
export function findServiceLeaseProblems(
    name: string,
    schedule: LeaseSchedule | undefined,
    running: number,
    now: number,
): string[] {
    if (!schedule) return [`the schedule that ends the lease of ${name} does not exist: run ./devmin up demo`];
    const end = parseScheduleEnd(schedule);
    return [
        end === undefined
            ? `the schedule of ${name} is ${schedule.ScheduleExpression}, which is not a one-time at(...): run ./devmin up demo`
            : "",
        schedule.State === "DISABLED"
            ? `the schedule that ends the lease of ${name} is disabled: run ./devmin up demo`
            : "",
        end !== undefined && running > 0 && end + graceMs < now
            ? `the lease of ${name} ended at ${formatTimestamp(end)}, but ${running} of its tasks are running: run pulumi destroy -C demo`
            : "",
    ].filter(Boolean);
}
