import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { parseTimestamp } from "../../lib/lease";
import type { AwsClients } from "../clients/aws";

/** A schedule, as far as the checks read it. */
export type LeaseSchedule = { [K in "State" | "ScheduleExpression"]?: string };

/** A schedule in EventBridge Scheduler's default group; undefined when there is none of that name. */
export async function findSchedule(aws: AwsClients, name: string): Promise<LeaseSchedule | undefined> {
    try {
        return await aws.create(SchedulerClient).send(new GetScheduleCommand({ Name: name }));
    } catch (error) {
        if ((error as Error).name === "ResourceNotFoundException") return undefined;
        throw error;
    }
}

/** The time of a one-time schedule, in milliseconds since 1970; undefined for any other schedule. */
export function parseScheduleEnd({ ScheduleExpression = "" }: LeaseSchedule): number | undefined {
    const [, time] = /^at\((.+)\)$/.exec(ScheduleExpression) ?? [];
    return time ? parseTimestamp(`${time}Z`) : undefined;
}
