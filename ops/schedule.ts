import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { momentOf } from "../lib/lease";
import { awsConfig } from "./clouds";
import type { Environment } from "./environment";

/** A schedule as far as the checks look into it. */
export type Schedule = { [K in "State" | "ScheduleExpression"]?: string };

/** A schedule of EventBridge Scheduler's default group; undefined when there is none of that name. */
export async function scheduleOf(env: Environment, name: string): Promise<Schedule | undefined> {
    try {
        return await new SchedulerClient(awsConfig(env)).send(new GetScheduleCommand({ Name: name }));
    } catch (error) {
        if ((error as Error).name === "ResourceNotFoundException") return undefined;
        throw error;
    }
}

/** When a one-time schedule is due, in milliseconds; undefined for any other. */
export function endOf({ ScheduleExpression = "" }: Schedule): number | undefined {
    const [, time] = /^at\((.+)\)$/.exec(ScheduleExpression) ?? [];
    return time ? momentOf(`${time}Z`) : undefined;
}
