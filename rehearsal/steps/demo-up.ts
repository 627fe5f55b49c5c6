import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTasksCommand, ECSClient, ListTasksCommand } from "@aws-sdk/client-ecs";
import { awsConfig } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import { dump } from "../dump";
import { named } from "../names";
import type { Stage } from "../stage";
import type { Step } from "../step";

export const cluster = named("demo", "cluster");
export const serviceName = named("demo", "pulse");

export const demoUp: Step = {
    title: "demo comes up",
    async play(stage, say) {
        stage.beforeDemo = await dump(stage.home);
        const refusal = await stage.refused(["pulumi", "preview", "-C", "demo"], say);
        assert.match(refusal, /devmin-demo:leaseUntil is not set: .* Set it with: \.\/devmin lease extend 4h/);
        await stage.run(["./devmin", "up", "demo", "--yes"], say);
        const tasks = await runningTasks(stage);
        assert.deepEqual(tasks, ["RUNNING"]);
        const round = await firstRound(stage);
        assert.deepEqual(round.problems, []);
        return `pulse runs as a Fargate Spot task; its first round: ${round.events} events, all arrived in order`;
    },
};

/** The state of every task of a stack's demo. */
export async function runningTasks(stage: Stage, stack?: string): Promise<(string | undefined)[]> {
    const cluster = named("demo", "cluster", stack);
    const ecs = new ECSClient(awsConfig(environmentAt(stage.tree, "local")));
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster }));
    if (taskArns.length === 0) return [];
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    return tasks.map(({ lastStatus }) => lastStatus);
}

/** What the service itself wrote to its log group about its first round. */
export async function firstRound(stage: Stage, stack?: string): Promise<{ events: number; problems: string[] }> {
    const logGroupName = named("demo", "pulse", stack);
    const logs = new CloudWatchLogsClient(awsConfig(environmentAt(stage.tree, "local")));
    for (let attempt = 0; attempt < 60; attempt += 1) {
        const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
        const line = events.map(({ message }) => message ?? "").find((message) => message.includes('"round":'));
        if (line) return JSON.parse(line);
        await sleep(500);
    }
    throw new Error(`nothing about a round in ${logGroupName} after 30 s`);
}
