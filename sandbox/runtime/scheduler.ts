import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Schedule } from "./schedules";
import { Unable } from "./universal-targets";

/** How far the one call of a one-time schedule has come. */
interface Firing {
    attempts: number;
    /** Not before then, in milliseconds. */
    next: number;
    over?: true;
}

export interface SchedulerOptions {
    schedules: { all(): Promise<Schedule[]>; call(schedule: Schedule): Promise<void> };
    /** Where it remembers what it has called, so that a restart does not call it again. */
    file: string;
    say(line: string): void;
    now(): number;
}

/**
 * What ministack leaves out of EventBridge Scheduler: a one-time schedule that is due calls the API its target names; one
 * that fails is tried again, until it is older, or was tried more often, than its retry policy allows. Due while the local
 * cloud was stopped is due at its next start.
 */
export class Scheduler {
    private firings: Record<string, Firing>;
    private readonly told = new Set<string>();

    constructor(private readonly options: SchedulerOptions) {
        this.firings = remembered(options.file);
    }

    /** Looks once at every schedule. */
    async tick(): Promise<void> {
        const schedules = await this.options.schedules.all();
        const keys = new Set(schedules.map(keyOf));
        const gone = Object.keys(this.firings).filter((key) => !keys.has(key));
        for (const key of gone) delete this.firings[key];
        if (gone.length > 0) this.remember();
        await Promise.all(schedules.filter(({ State }) => State === "ENABLED").map((schedule) => this.fire(schedule)));
    }

    private async fire(schedule: Schedule): Promise<void> {
        const { now, say, schedules } = this.options;
        const key = keyOf(schedule);
        const due = dueOf(schedule);
        if (due === undefined) {
            this.tellOnce(`${key} is not fired: the local cloud knows at(…) in UTC alone`);
            return;
        }
        const firing = this.firings[key] ?? { attempts: 0, next: due };
        if (firing.over || now() < firing.next) return;
        const { MaximumEventAgeInSeconds: age = 86_400, MaximumRetryAttempts: retries = 185 } =
            schedule.Target.RetryPolicy ?? {};
        if (now() - due > age * 1_000) {
            say(`schedule ${schedule.Name} is given up: it was due more than ${age} s ago`);
            this.remember(key, { ...firing, over: true });
            return;
        }
        try {
            await schedules.call(schedule);
            say(`schedule ${schedule.Name} called ${schedule.Target.Arn} with ${schedule.Target.Input}`);
            this.remember(key, { ...firing, over: true });
        } catch (error) {
            const { name, message } = error as Error;
            const attempts = firing.attempts + 1;
            const over = error instanceof Unable || attempts > retries;
            const wait = Math.min(2 ** attempts, 60);
            say(
                `schedule ${schedule.Name} could not call ${schedule.Target.Arn}: ${name}: ${message}; ` +
                    (over ? "it is given up" : `again in ${wait} s`),
            );
            this.remember(key, { attempts, next: now() + wait * 1_000, ...(over && { over }) });
        }
    }

    private tellOnce(line: string): void {
        if (!this.told.has(line)) this.options.say(line);
        this.told.add(line);
    }

    private remember(key?: string, firing?: Firing): void {
        if (key && firing) this.firings[key] = firing;
        writeFileSync(`${this.options.file}.new`, JSON.stringify(this.firings), { mode: 0o600 });
        renameSync(`${this.options.file}.new`, this.options.file);
    }
}

/** A schedule that is made anew, or gets another time, is another end. */
const keyOf = ({ Arn, CreationDate, ScheduleExpression }: Schedule) =>
    `${Arn} ${CreationDate.toISOString()} ${ScheduleExpression}`;

function dueOf({ ScheduleExpression, ScheduleExpressionTimezone = "UTC" }: Schedule): number | undefined {
    const [, time] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(ScheduleExpression) ?? [];
    return time && ScheduleExpressionTimezone === "UTC" ? Date.parse(`${time}Z`) : undefined;
}

function remembered(file: string): Record<string, Firing> {
    try {
        return JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
        throw error;
    }
}
