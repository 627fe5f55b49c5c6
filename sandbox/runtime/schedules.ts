import { GetScheduleCommand, ListSchedulesCommand, type Schedule, SchedulerClient } from "../../lib/scheduler";
import { account, clientOf } from "../aws/account";
import type { Place } from "../piece";
import { takeRole } from "./roles";
import { callTarget, isUniversal } from "./universal-targets";

/** The emulator's schedules whose targets are APIs; those it keeps and never fires. */
export class Schedules {
    private known = new Map<string, Schedule>();

    constructor(private readonly place: Pick<Place, "home" | "ports">) {}

    /** All of them as they are now; one that has not changed is not asked for again. */
    async all(): Promise<Schedule[]> {
        const client = new SchedulerClient(clientOf(this.place)); // the emulator, and what it is trusted by, come up after us
        const listed = await client.send(new ListSchedulesCommand({}));
        const now = listed.Schedules.map(async ({ Arn, Name, GroupName, LastModificationDate }) => {
            const before = this.known.get(Arn);
            if (before?.LastModificationDate === LastModificationDate) return before;
            return client.send(new GetScheduleCommand({ Name, GroupName }));
        });
        this.known = new Map((await Promise.all(now)).map((schedule) => [schedule.Arn, schedule]));
        return [...this.known.values()].filter(({ Target }) => isUniversal(Target.Arn));
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
}
