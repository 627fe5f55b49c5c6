import * as sdk from "@aws-sdk/client-scheduler";
import type { scheduler } from "@pulumi/aws";
import type { Wire } from "../resource-type";
import { fromCloud, toCloud } from "./casing";
import { type Aws, aws } from "./cloud";

const client = (cloud: Aws) => cloud.client(sdk.SchedulerClient);

const schedule = aws<scheduler.ScheduleArgs, scheduler.ScheduleState>({
    fixed: ["groupName", "name"],
    changeable: [
        "actionAfterCompletion",
        "description",
        "flexibleTimeWindow",
        "kmsKeyArn",
        "scheduleExpression",
        "scheduleExpressionTimezone",
        "state",
        "target",
    ],
    name: { property: "name", max: 64 },
    defaults: {
        actionAfterCompletion: "NONE",
        groupName: "default",
        scheduleExpressionTimezone: "UTC",
        state: "ENABLED",
    },
    async create(cloud, inputs) {
        await client(cloud).send(new sdk.CreateScheduleCommand(asRequest(inputs)));
        return { id: `${inputs.groupName}/${inputs.name}` };
    },
    async update(cloud, _id, inputs) {
        await client(cloud).send(new sdk.UpdateScheduleCommand(asRequest(inputs)));
    },
    async read(cloud, id) {
        const { Target, ...seen } = await client(cloud).send(new sdk.GetScheduleCommand(located(id)));
        return {
            arn: seen.Arn,
            name: seen.Name,
            groupName: seen.GroupName,
            description: seen.Description,
            scheduleExpression: seen.ScheduleExpression,
            scheduleExpressionTimezone: seen.ScheduleExpressionTimezone,
            flexibleTimeWindow: fromCloud(seen.FlexibleTimeWindow),
            actionAfterCompletion: seen.ActionAfterCompletion,
            state: seen.State,
            kmsKeyArn: seen.KmsKeyArn,
            target: fromCloud(Target),
        };
    },
    async delete(cloud, id) {
        await client(cloud).send(new sdk.DeleteScheduleCommand(located(id)));
    },
});

/** A schedule's id is `group/name`. */
function located(id: string): { GroupName: string; Name: string } {
    const [GroupName = "", Name = ""] = id.split("/");
    return { GroupName, Name };
}

/** All of it each time: what an update leaves out goes back to its default. */
function asRequest({ name, region: _, ...inputs }: Wire<scheduler.ScheduleArgs>): sdk.CreateScheduleCommandInput {
    return { Name: name as string, ...toCloud<Omit<sdk.CreateScheduleCommandInput, "Name">>(inputs) };
}

export const types = { "scheduler/schedule:Schedule": schedule };
