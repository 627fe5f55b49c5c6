import { stat } from "node:fs/promises";
import { join } from "node:path";
import { GetScheduleCommand, paginateListSchedules, SchedulerClient, type Target } from "@aws-sdk/client-scheduler";
import { account, clientOf } from "../aws/account";
import type { Place } from "../piece";
import { takeRole } from "./roles";
import { callTarget, isUniversal } from "./universal-targets";

/** A schedule as EventBridge Scheduler answers, whose client declares that any of it may be missing. */
export interface Schedule {
    Arn: string;
    Name: string;
    GroupName: string;
    ScheduleExpression: string;
    ScheduleExpressionTimezone?: string;
    State?: string;
    CreationDate: Date;
    Target: Target & { Arn: string; RoleArn: string };
}

/** The emulator's schedules whose targets are APIs; those it keeps and never fires. */
export class Schedules {
    private known: Schedule[] = [];
    private version?: number;

    constructor(private readonly place: Pick<Place, "home" | "ports">) {}

    /** All of them as they are now. Asks only when the emulator has saved others: each question goes into its log of calls. */
    async all(): Promise<Schedule[]> {
        const version = await changedAt(join(this.place.home, "aws", "state", "scheduler.json"));
        if (version !== this.version) {
            this.known = await this.ask();
            this.version = version;
        }
        return this.known;
    }

    /** Calls what a schedule names, as its role and nobody else. */
    async call({ Name, GroupName, Target }: Schedule): Promise<void> {
        const credentials = await takeRole(this.place, Target.RoleArn, {
            service: "scheduler.amazonaws.com",
            sourceArn: `arn:aws:scheduler:${account.region}:${account.id}:schedule-group/${GroupName}`,
            session: Name,
        });
        await callTarget(this.place, Target.Arn, Target.Input ?? "{}", credentials);
    }

    private async ask(): Promise<Schedule[]> {
        const client = new SchedulerClient(clientOf(this.place)); // the emulator, and what it is trusted by, come up after us
        const all: Schedule[] = [];
        for await (const { Schedules = [] } of paginateListSchedules({ client }, {})) {
            for (const { Name, GroupName } of Schedules) {
                all.push((await client.send(new GetScheduleCommand({ Name, GroupName }))) as unknown as Schedule);
            }
        }
        return all.filter(({ Target }) => isUniversal(Target.Arn));
    }
}

/** When a file was written last; undefined while there is none. */
async function changedAt(file: string): Promise<number | undefined> {
    try {
        return (await stat(file)).mtimeMs;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
