import { stat } from "node:fs/promises";
import { join } from "node:path";
import { GetScheduleCommand, paginateListSchedules, SchedulerClient, type Target } from "@aws-sdk/client-scheduler";
import { account, buildClientConfig } from "../aws/local-account";
import type { LocalCloud } from "../local-service";
import { assumeRoleAsService } from "./assume-role";
import { callTarget, isUniversal } from "./universal-targets";

/** A schedule with the fields that are always there; the SDK declares all as optional. */
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

/** The emulator's schedules with API targets, which it stores but never calls. */
export class Schedules {
    private cached: Schedule[] = [];
    private version?: number;

    constructor(private readonly cloud: Pick<LocalCloud, "home" | "ports">) {}

    /** The current schedules. Calls the emulator only if its saved schedules changed, because each call goes into its log. */
    async list(): Promise<Schedule[]> {
        const version = await readModifiedTime(join(this.cloud.home, "aws", "state", "scheduler.json"));
        if (version !== this.version) {
            this.cached = await this.fetchSchedules();
            this.version = version;
        }
        return this.cached;
    }

    /** Calls a schedule's target with the schedule's role. */
    async callTarget({ Name, GroupName, Target }: Schedule): Promise<void> {
        const credentials = await assumeRoleAsService(this.cloud, Target.RoleArn, {
            service: "scheduler.amazonaws.com",
            sourceArn: `arn:aws:scheduler:${account.region}:${account.id}:schedule-group/${GroupName}`,
            session: Name,
        });
        await callTarget(this.cloud, Target.Arn, Target.Input ?? "{}", credentials);
    }

    private async fetchSchedules(): Promise<Schedule[]> {
        const client = new SchedulerClient(buildClientConfig(this.cloud)); // created here, because the emulator starts after this process
        const all: Schedule[] = [];
        for await (const { Schedules = [] } of paginateListSchedules({ client }, {})) {
            for (const { Name, GroupName } of Schedules) {
                all.push((await client.send(new GetScheduleCommand({ Name, GroupName }))) as unknown as Schedule);
            }
        }
        return all.filter(({ Target }) => isUniversal(Target.Arn));
    }
}

/** A file's modification time; undefined if it does not exist. */
async function readModifiedTime(file: string): Promise<number | undefined> {
    try {
        return (await stat(file)).mtimeMs;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
