import assert from "node:assert/strict";
import { runTask } from "../../ops/run-task";
import { awsClients, type FakeInput } from "../fake-aws";
import { formatState, startFakeBucket } from "../fake-aws/bucket";

const outputs = {
    clusterName: "cluster",
    subnetIds: ["subnet-1"],
    securityGroupId: "sg-1",
    capacityProvider: "FARGATE_SPOT",
    runningServices: {
        pulse: { taskDefinitionArn: "arn:task-definition", scheduleName: "pulse-lease", logGroup: "pulse" },
    },
};
const arn = "arn:task/cluster/t1";
const start = Date.parse("2026-11-27T12:00:00Z");

describe("a task that is run once", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    let now: number;
    let task: object;
    beforeEach(() => {
        now = start;
        task = { lastStatus: "RUNNING" };
        const state = formatState([{ urn: "urn", type: "pulumi:pulumi:Stack", outputs }]);
        bucket = startFakeBucket({ ".pulumi/stacks/devmin-demo/dev.json": state });
        setSchedule("at(2026-11-27T13:00:00)");
        bucket.responses.RunTask = { tasks: [{ taskArn: arn }] };
        bucket.responses.DescribeTasks = () => ({ tasks: [task] });
    });
    afterEach(() => bucket.stop());

    const setSchedule = (ScheduleExpression: string, State = "ENABLED") => {
        bucket.responses.GetSchedule = { ScheduleExpression, State };
    };
    const clock = {
        now: () => now,
        sleep: async (ms: number) => {
            now += ms;
        },
    };
    const run = (options: object = {}) =>
        runTask(bucket.env, awsClients, awsClients, { service: "pulse", rounds: 1, log: () => {}, clock, ...options });
    const listCalls = (operation: string): FakeInput[] =>
        bucket.calls.flatMap(([name, input]) => (name === operation ? [input] : []));

    it("runs on the capacity of the services, and says what to do without any", async () => {
        const reason =
            "Capacity is unavailable at this time. Please try again later or in a different availability zone";
        bucket.responses.RunTask = { tasks: [], failures: [{ reason }] };
        await assert.rejects(run(), {
            message:
                /^ECS did not start the task: Capacity is .* zone\. ECS .*: pulumi config set -C demo capacity onDemand, then \.\/devmin up demo\.$/,
        });
        const [{ capacityProviderStrategy } = {}] = listCalls("RunTask");
        assert.deepEqual(capacityProviderStrategy, [{ capacityProvider: "FARGATE_SPOT", weight: 1 }]);
    });

    it("is recorded with its result", async () => {
        bucket.responses.RunTask = ({ overrides }: { overrides: { containerOverrides: object[] } }) => {
            const [container] = overrides.containerOverrides as { environment: { name: string; value: string }[] }[];
            const id = container?.environment.find(({ name }) => name === "RUN_ID")?.value;
            bucket.objects[`runs/pulse/${id}.json`] = JSON.stringify({
                verdict: "pass",
                rounds: 1,
                events: 5,
                problems: [],
            });
            bucket.versions.push({
                key: `runs/pulse/${id}.json`,
                id: "v1",
                body: bucket.objects[`runs/pulse/${id}.json`] ?? "",
            });
            task = { lastStatus: "STOPPED", containers: [{ name: "pulse", exitCode: 0 }] };
            return { tasks: [{ taskArn: arn }] };
        };
        const { result, entry } = await run();
        assert.deepEqual([result.verdict, entry.kind, entry.attachments.length], ["pass", "run", 1]);
        assert.deepEqual(listCalls("StopTask"), []);
    });

    for (const [title, expression, state, why] of [
        ["whose lease has ended", "at(2026-11-27T11:00:00)", "ENABLED", "its lease ended at 2026-11-27T11:00:00Z"],
        ["whose schedule is disabled", "at(2026-11-27T13:00:00)", "DISABLED", "no schedule ends its lease"],
        ["whose schedule repeats", "rate(1 hour)", "ENABLED", "no schedule ends its lease"],
    ] as const) {
        it(`is not started for a service ${title}`, async () => {
            setSchedule(expression, state);
            await assert.rejects(run(), {
                message: `pulse runs no task: ${why}. Next: ./devmin up demo --lease 2h`,
            });
            assert.deepEqual(listCalls("RunTask"), []);
        });
    }

    it("is stopped after its time", async () => {
        await assert.rejects(
            run({ withinMs: 5_000 }),
            /waited 5 s for the task .*: its status is RUNNING\. The task was stopped\.$/,
        );
        assert.deepEqual(
            listCalls("StopTask").map(({ task: stopped }) => stopped),
            [arn],
        );
    });

    it("is stopped when the lease ends", async () => {
        setSchedule("at(2026-11-27T12:01:00)");
        await assert.rejects(run(), /waited 60 s .*\. The task was stopped, as the lease ends\.$/);
        assert.equal(listCalls("StopTask").length, 1);
        assert.ok(now <= start + 60_000);
    });

    it("is stopped by an interrupt, and not recorded", async () => {
        const interruption = new AbortController();
        interruption.abort();
        await assert.rejects(run({ signal: interruption.signal }), {
            name: "InterruptedError",
            message: "interrupted: the task was stopped, and is not in the audit log.",
        });
        assert.deepEqual([listCalls("StopTask").length, bucket.written], [1, []]);
    });
});
