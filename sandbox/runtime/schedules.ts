import { stat } from "node:fs/promises";
import { join } from "node:path";
import { GetScheduleCommand, ListSchedulesCommand, type Schedule, SchedulerClient } from "../../lib/scheduler";
import { account, clientOf } from "../aws/account";
import type { Place } from "../piece";
import { takeRole } from "./roles";
import { callTarget, isUniversal } from "./universal-targets";

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
        const { Schedules } = await client.send(new ListSchedulesCommand({}));
        const all = await Promise.all(
            Schedules.map(({ Name, GroupName }) => client.send(new GetScheduleCommand({ Name, GroupName }))),
        );
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
