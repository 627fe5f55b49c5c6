import { writtenAs } from "../../lib/lease";
import { demoServices } from "../demo-services";
import { endOf, type Schedule } from "../schedule";
import type { Check } from "./check";

/** What nobody stops costs money until somebody looks. */
export const lease: Check = {
    claim: "every service has a schedule that ends its lease, and none outlives it",
    async problems(env, { demo }) {
        return (await demoServices(env, demo)).flatMap(({ name, service, schedule }) =>
            leaseProblems(name, schedule, service?.runningCount ?? 0, Date.now()),
        );
    },
};

/** How long the end of a lease may take: Scheduler is exact to a minute, and a task gets half a minute to stop. */
const grace = 120_000;

/** What is wrong with the lease of one service. */
export function leaseProblems(name: string, schedule: Schedule | undefined, running: number, now: number): string[] {
    if (!schedule) return [`nothing ends the lease of ${name}, as its schedule is gone: run ./devmin up demo`];
    const end = endOf(schedule);
    return [
        end === undefined
            ? `the schedule of ${name} is ${schedule.ScheduleExpression}, which is no end: run ./devmin up demo`
            : "",
        schedule.State === "DISABLED"
            ? `the schedule that ends the lease of ${name} is disabled: run ./devmin up demo`
            : "",
        end !== undefined && running > 0 && end + grace < now
            ? `the lease of ${name} ended at ${writtenAs(end)} and ${running} of its tasks run: run pulumi destroy -C demo`
            : "",
    ].filter(Boolean);
}
