import { readFileSync } from "node:fs";
import { writeFileAtomically } from "../../util/write-file-atomically";
import type { Schedule } from "./schedules";
import { UnsupportedTargetError } from "./universal-targets";

/** The progress of a one-time schedule's call. */
interface Firing {
    attempts: number;
    /** Time of the next attempt, in milliseconds since 1970. */
    next: number;
    over?: true;
}

export interface SchedulerOptions {
    schedules: { list(): Promise<Schedule[]>; callTarget(schedule: Schedule): Promise<void> };
    /** File that records calls, so that a restart does not repeat them. */
    file: string;
    log(line: string): void;
    now(): number;
}

/**
 * What ministack lacks of EventBridge Scheduler: a one-time schedule that is due calls its target's API. A failed call is repeated
 * within the schedule's retry policy. A schedule that becomes due while the local cloud is stopped is called at the next start.
 */
export class Scheduler {
    private firings: Record<string, Firing>;
    private readonly loggedLines = new Set<string>();

    constructor(private readonly options: SchedulerOptions) {
        this.firings = readFirings(options.file);
    }

    /** Checks every schedule once. */
    async tick(): Promise<void> {
        const schedules = await this.options.schedules.list();
        const keys = new Set(schedules.map(buildScheduleKey));
        const removedKeys = Object.keys(this.firings).filter((key) => !keys.has(key));
        for (const key of removedKeys) delete this.firings[key];
        if (removedKeys.length > 0) this.saveFirings();
        await Promise.all(schedules.filter(({ State }) => State === "ENABLED").map((schedule) => this.fire(schedule)));
    }

    private async fire(schedule: Schedule): Promise<void> {
        const { now, log, schedules } = this.options;
        const key = buildScheduleKey(schedule);
        const due = parseDueTime(schedule);
        if (due === undefined) {
            this.logOnce(`${key} is not called: the local cloud only supports at(…) in UTC`);
            return;
        }
        const firing = this.firings[key] ?? { attempts: 0, next: due };
        if (firing.over || now() < firing.next) return;
        const { MaximumEventAgeInSeconds: age = 86_400, MaximumRetryAttempts: retries = 185 } =
            schedule.Target.RetryPolicy ?? {};
        if (now() - due > age * 1_000) {
            log(`schedule ${schedule.Name} is not called: it was due more than ${age} s ago`);
            this.saveFirings(key, { ...firing, over: true });
            return;
        }
        try {
            await schedules.callTarget(schedule);
            log(`schedule ${schedule.Name} called ${schedule.Target.Arn} with ${schedule.Target.Input}`);
            this.saveFirings(key, { ...firing, over: true });
        } catch (error) {
            const { name, message } = error as Error;
            const attempts = firing.attempts + 1;
            const over = error instanceof UnsupportedTargetError || attempts > retries;
            const wait = Math.min(2 ** attempts, 60);
            log(
                `schedule ${schedule.Name} could not call ${schedule.Target.Arn}: ${name}: ${message}; ` +
                    (over ? "no more attempts" : `next attempt in ${wait} s`),
            );
            this.saveFirings(key, { attempts, next: now() + wait * 1_000, ...(over && { over }) });
        }
    }

    private logOnce(line: string): void {
        if (!this.loggedLines.has(line)) this.options.log(line);
        this.loggedLines.add(line);
    }

    private saveFirings(key?: string, firing?: Firing): void {
        if (key && firing) this.firings[key] = firing;
        writeFileAtomically(this.options.file, JSON.stringify(this.firings));
    }
}

/** A recreated schedule, or one with another time, is called again. */
const buildScheduleKey = ({ Arn, CreationDate, ScheduleExpression }: Schedule) =>
    `${Arn} ${CreationDate.toISOString()} ${ScheduleExpression}`;

function parseDueTime({ ScheduleExpression, ScheduleExpressionTimezone = "UTC" }: Schedule): number | undefined {
    const [, time] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(ScheduleExpression) ?? [];
    return time && ScheduleExpressionTimezone === "UTC" ? Date.parse(`${time}Z`) : undefined;
}

function readFirings(file: string): Record<string, Firing> {
    try {
        return JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
        throw error;
    }
}
