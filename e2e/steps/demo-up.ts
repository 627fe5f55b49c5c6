import assert from "node:assert/strict";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTasksCommand, ECSClient, ListTasksCommand } from "@aws-sdk/client-ecs";
import { waitUntil } from "../../util/wait-until";
import { dumpClouds } from "../cloud-dump";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

export const demoClusterName = buildExpectedName("demo", "cluster");
export const serviceName = buildExpectedName("demo", "pulse");

export const demoUp: Step = {
    title: "demo is deployed",
    async run(workspace, log) {
        workspace.dumpBeforeDemo = await dumpClouds(workspace.home);
        const refusal = await workspace.expectRefusal(["pulumi", "preview", "-C", "demo"], log);
        assert.match(refusal, /devmin-demo:leaseUntil is not set: .* Set it with: \.\/devmin lease extend 4h/);
        await workspace.run(["./devmin", "up", "demo", "--yes"], log);
        const tasks = await listTaskStatuses(workspace);
        assert.deepEqual(tasks, ["RUNNING"]);
        const round = await waitForFirstRound(workspace);
        assert.deepEqual(round.problems, []);
        return `pulse runs as a Fargate Spot task; all ${round.events} events of its first round arrived in order`;
    },
};

/** The last status of every task of a stack's demo. */
export async function listTaskStatuses(workspace: Workspace, stack?: string): Promise<(string | undefined)[]> {
    const cluster = buildExpectedName("demo", "cluster", stack);
    const ecs = workspace.connect().aws.create(ECSClient);
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster }));
    if (taskArns.length === 0) return [];
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    return tasks.map(({ lastStatus }) => lastStatus);
}

/** The result of the service's first round, from its log group. */
export async function waitForFirstRound(
    workspace: Workspace,
    stack?: string,
): Promise<{ events: number; problems: string[] }> {
    const logGroupName = buildExpectedName("demo", "pulse", stack);
    const logs = workspace.connect().aws.create(CloudWatchLogsClient);
    return waitUntil(
        `the result of a round in ${logGroupName}`,
        async () => {
            const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
            const messages = events.map(({ message }) => message ?? "");
            const line = messages.find((message) => message.includes('"round":'));
            if (line) return { ready: true, value: JSON.parse(line) };
            return { ready: false, because: `it has ${events.length} lines, the last is ${messages.at(-1)}` };
        },
        { withinMs: 30_000, everyMs: 500 },
    );
}
