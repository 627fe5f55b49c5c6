import assert from "node:assert/strict";
import { ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { ClusterNotFoundException } from "@aws-sdk/client-ecs";
import type { Environment } from "../../ops/environment";
import { listDeploymentAndEventIds, watchServices } from "../../ops/watch-services";
import { awsClients, type FakeResponses, startFakeAws } from "../fake-aws";

const env = { stack: "dev", account: "123456789012", region: "eu-central-1" } as Environment;
const serviceName = "devmin-demo-dev-pulse-123456789012-eu-central-1";
const deployment = { id: "ecs-svc/1", status: "PRIMARY", rolloutState: "IN_PROGRESS" };
const service = { serviceName, deployments: [deployment], events: [] as object[] };
const stopped = (id: number, more: object = {}) => ({
    taskArn: `arn:aws:ecs:eu-central-1:123456789012:task/c/t${id}`,
    startedBy: "ecs-svc/1",
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    stoppedAt: new Date(10_000 * id),
    containers: [
        { name: "fetch", exitCode: 0 },
        { name: "pulse", exitCode: 1 },
    ],
    ...more,
});

/** What a watch of a few looks finds: its result and its lines. Each look sees one more of the tasks. */
async function watch({ tasks = [], ...more }: { tasks?: object[]; service?: object } & FakeResponses) {
    const ended = new AbortController();
    let looks = 0;
    const fake = startFakeAws({
        ListServices: { serviceArns: [serviceName] },
        DescribeServices: { services: [more.service ?? service] },
        ListTasks: () => ({ taskArns: tasks.slice(0, looks).map((_, index) => String(index)) }),
        DescribeTasks: () => ({ tasks: tasks.slice(0, looks) }),
        GetLogEvents: { events: [{ message: '{"error":"SASL authentication failed"}\n' }] },
        ...more,
    });
    const lines: string[] = [];
    try {
        const reason = await watchServices(env, awsClients, {
            log: (line) => lines.push(line),
            earlierIds: new Set(["ecs-svc/0", "event-0"]),
            signal: ended.signal,
            clock: {
                now: () => 0,
                sleep: async () => {
                    looks += 1;
                    if (looks > 3) ended.abort();
                },
            },
        });
        return { reason, lines, calls: fake.calls };
    } finally {
        fake.stop();
    }
}

describe("the watch of demo's services", () => {
    it("names each task that stops, with its exit code and its last lines", async () => {
        const { reason, lines, calls } = await watch({ tasks: [stopped(1)] });
        assert.equal(reason, undefined);
        assert.deepEqual(lines, [
            "pulse: task t1 stopped: Essential container in task exited; container pulse ended with exit code 1\n" +
                '    {"error":"SASL authentication failed"}',
        ]);
        const [, asked] = calls.find(([operation]) => operation === "GetLogEvents") ?? [];
        assert.equal(asked?.logGroupName, serviceName);
        assert.equal(asked?.logStreamName, "task/pulse/t1");
    });

    it("gives up on a service whose third task stopped", async () => {
        const { reason, lines } = await watch({ tasks: [stopped(1), stopped(2), stopped(3)] });
        assert.equal(lines.length, 3);
        assert.match(
            reason ?? "",
            /^pulse does not become steady: 3 of its tasks stopped\. The last one: pulse: task t3 stopped: .*SASL authentication failed.*\.\/devmin up demo, .*\.\/devmin destroy demo\.$/s,
        );
    });

    it("gives up on a service whose deployment failed", async () => {
        const failed = { ...deployment, rolloutState: "FAILED", rolloutStateReason: "circuit breaker was triggered" };
        const { reason, lines } = await watch({ service: { ...service, deployments: [failed] } });
        assert.match(reason ?? "", /0 of its tasks stopped \(circuit breaker was triggered\)\. ECS keeps/);
        assert.deepEqual(lines, ["pulse: circuit breaker was triggered"]);
    });

    it("looks once more for the task of a deployment that failed, to say why", async () => {
        const failed = { ...deployment, rolloutState: "FAILED", rolloutStateReason: "no image digest" };
        const tasks = [stopped(1, { stopCode: "TaskFailedToStart", stoppedReason: "CannotPullContainerError: gone" })];
        const { reason } = await watch({ service: { ...service, deployments: [failed] }, tasks });
        assert.match(
            reason ?? "",
            /1 of its tasks stopped \(no image digest\)\. The last one: .*CannotPullContainerError: gone/,
        );
    });

    it("counts no task of another deployment, and none that was stopped from outside", async () => {
        const others = [
            stopped(1, { startedBy: "ecs-svc/0" }),
            stopped(2, { stopCode: "UserInitiated" }),
            stopped(3, { stopCode: "SpotInterruption" }),
        ];
        assert.deepEqual((await watch({ tasks: others })).lines, []);
    });

    it("looks at no deployment from before the update", async () => {
        const old = { ...service, deployments: [{ ...deployment, id: "ecs-svc/0" }] };
        const tasks = [1, 2, 3].map((id) => stopped(id, { startedBy: "ecs-svc/0" }));
        const { reason, lines } = await watch({ service: old, tasks });
        assert.deepEqual([reason, lines], [undefined, []]);
    });

    it("says that a task could not be placed, once, unless that was before the update", async () => {
        const message = `(service ${serviceName}) was unable to place a task. Reason: Capacity is unavailable at this time.`;
        const events = [
            { message, id: "event-2" },
            { message, id: "event-1" },
            { message: `${message} Earlier.`, id: "event-0" },
        ];
        const { lines } = await watch({ service: { ...service, events } });
        assert.equal(lines.length, 1);
        assert.match(
            lines[0] ?? "",
            /^pulse: \(service .*Capacity is unavailable at this time\. .*: pulumi config set -C demo capacity onDemand, then \.\/devmin up demo\.$/,
        );
    });

    it("waits for a cluster that does not exist yet, and for a log that has no line yet", async () => {
        const noCluster = new ClusterNotFoundException({ message: "Cluster not found.", $metadata: {} });
        assert.deepEqual((await watch({ ListServices: noCluster })).lines, []);
        const noStream = new ResourceNotFoundException({ message: "no stream", $metadata: {} });
        const { lines } = await watch({ tasks: [stopped(1)], GetLogEvents: noStream });
        assert.match(lines[0] ?? "", /exit code 1$/);
    });

    it("says that it cannot watch, and lets Pulumi go on", async () => {
        const { reason, lines } = await watch({ ListServices: new Error("AccessDenied") });
        assert.deepEqual([reason, lines], [undefined, ["the services of demo cannot be watched (AccessDenied)"]]);
    });

    it("begins with the ids of what is there before the update", async () => {
        const earlier = { ...service, deployments: [deployment, { id: "ecs-svc/0" }], events: [{ id: "event-0" }] };
        const fake = startFakeAws({
            ListServices: { serviceArns: [serviceName] },
            DescribeServices: { services: [earlier] },
        });
        try {
            const ids = await listDeploymentAndEventIds(env, awsClients);
            assert.deepEqual([...ids], ["ecs-svc/1", "ecs-svc/0", "event-0"]);
        } finally {
            fake.stop();
        }
    });
});
