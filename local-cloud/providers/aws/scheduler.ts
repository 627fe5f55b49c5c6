import * as sdk from "@aws-sdk/client-scheduler";
import type { scheduler } from "@pulumi/aws";
import type { Unwrapped } from "../resource-type";
import { toAwsCase, toPulumiCase } from "./casing";
import { type AwsCloud, defineAwsType } from "./cloud";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.SchedulerClient);

const schedule = defineAwsType<scheduler.ScheduleArgs, scheduler.ScheduleState>({
    replaceOnChanges: ["groupName", "name"],
    updatable: [
        "actionAfterCompletion",
        "description",
        "flexibleTimeWindow",
        "kmsKeyArn",
        "scheduleExpression",
        "scheduleExpressionTimezone",
        "state",
        "target",
    ],
    autoname: { property: "name", maxLength: 64 },
    defaults: {
        actionAfterCompletion: "NONE",
        groupName: "default",
        scheduleExpressionTimezone: "UTC",
        state: "ENABLED",
    },
    async create(cloud, inputs) {
        await getClient(cloud).send(new sdk.CreateScheduleCommand(toScheduleRequest(inputs)));
        return { id: `${inputs.groupName}/${inputs.name}` };
    },
    async update(cloud, _id, inputs) {
        await getClient(cloud).send(new sdk.UpdateScheduleCommand(toScheduleRequest(inputs)));
    },
    async read(cloud, id) {
        const { Target, ...seen } = await getClient(cloud).send(new sdk.GetScheduleCommand(parseScheduleId(id)));
        return {
            arn: seen.Arn,
            name: seen.Name,
            groupName: seen.GroupName,
            description: seen.Description,
            scheduleExpression: seen.ScheduleExpression,
            scheduleExpressionTimezone: seen.ScheduleExpressionTimezone,
            flexibleTimeWindow: toPulumiCase(seen.FlexibleTimeWindow),
            actionAfterCompletion: seen.ActionAfterCompletion,
            state: seen.State,
            kmsKeyArn: seen.KmsKeyArn,
            target: toPulumiCase(Target),
        };
    },
    async delete(cloud, id) {
        await getClient(cloud).send(new sdk.DeleteScheduleCommand(parseScheduleId(id)));
    },
});

/** A schedule's id is `group/name`. */
function parseScheduleId(id: string): { GroupName: string; Name: string } {
    const [GroupName = "", Name = ""] = id.split("/");
    return { GroupName, Name };
}

/** All fields, because what an update leaves out is reset to its default. */
function toScheduleRequest({
    name,
    region: _,
    ...inputs
}: Unwrapped<scheduler.ScheduleArgs>): sdk.CreateScheduleCommandInput {
    return { Name: name as string, ...toAwsCase<Omit<sdk.CreateScheduleCommandInput, "Name">>(inputs) };
}

export const types = { "scheduler/schedule:Schedule": schedule };
