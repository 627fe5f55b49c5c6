import { stat } from "node:fs/promises";
import { join } from "node:path";
import { GetScheduleCommand, paginateListSchedules, SchedulerClient, type Target } from "@aws-sdk/client-scheduler";
import { account, buildClientConfig } from "../aws/local-account";
import type { LocalCloud } from "../local-service";
import { assumeRoleAsService } from "./assume-role";
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
    private cached: Schedule[] = [];
    private version?: number;

    constructor(private readonly cloud: Pick<LocalCloud, "home" | "ports">) {}

    /** All of them as they are now. Asks only when the emulator has saved others: each question goes into its log of calls. */
    async list(): Promise<Schedule[]> {
        const version = await readModifiedTime(join(this.cloud.home, "aws", "state", "scheduler.json"));
        if (version !== this.version) {
            this.cached = await this.fetchSchedules();
            this.version = version;
        }
        return this.cached;
    }

    /** Calls what a schedule names, as its role and nobody else. */
    async callTarget({ Name, GroupName, Target }: Schedule): Promise<void> {
        const credentials = await assumeRoleAsService(this.cloud, Target.RoleArn, {
            service: "scheduler.amazonaws.com",
            sourceArn: `arn:aws:scheduler:${account.region}:${account.id}:schedule-group/${GroupName}`,
            session: Name,
        });
        await callTarget(this.cloud, Target.Arn, Target.Input ?? "{}", credentials);
    }

    private async fetchSchedules(): Promise<Schedule[]> {
        const client = new SchedulerClient(buildClientConfig(this.cloud)); // the emulator, and what it is trusted by, come up after us
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
async function readModifiedTime(file: string): Promise<number | undefined> {
    try {
        return (await stat(file)).mtimeMs;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
