import assert from "node:assert/strict";
import { ResourceInitError } from "../../../../local-cloud/providers/provider";
import { buildResourceRef, createFakeProvider } from "../../../fake-aws/provider";

describe("the offline provider's ECS types", () => {
    const service = buildResourceRef("ecs/service:Service");
    const serviceArn = "arn:aws:ecs:us-east-1:000000000000:service/devmin/pulse";
    const taskDefinition = "arn:aws:ecs:us-east-1:000000000000:task-definition/pulse:2";
    const inputs = { name: "pulse", cluster: "devmin", taskDefinition, desiredCount: 1, waitForSteadyState: true };
    const made = { service: { serviceArn } };
    const running = {
        ...{ serviceArn, serviceName: "pulse", status: "ACTIVE", desiredCount: 1, runningCount: 1, taskDefinition },
        deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED", taskDefinition }],
    };

    it("wait until a service has one completed deployment", async () => {
        const starting = {
            ...running,
            runningCount: 0,
            deployments: [{ status: "PRIMARY", rolloutState: "IN_PROGRESS", taskDefinition }],
        };
        const seen = [starting, running];
        const { provider, messages } = createFakeProvider({
            CreateService: made,
            DescribeServices: () => ({ services: [seen.length > 1 ? seen.shift() : seen[0]] }),
        });
        const { id, state } = await provider.create(service, inputs, false);
        assert.deepEqual([id, state.desiredCount], [serviceArn, 1]);
        assert.deepEqual(messages, ["0 of 1 tasks run"]);
    });

    it("say why a service did not start, and keep it in the state", async () => {
        const failed = {
            ...running,
            runningCount: 0,
            deployments: [
                { status: "PRIMARY", rolloutState: "FAILED", rolloutStateReason: "circuit breaker", taskDefinition },
            ],
            events: [{ message: "(service pulse) is unable to start tasks" }],
        };
        const { provider } = createFakeProvider({
            CreateService: made,
            DescribeServices: { services: [failed] },
            ListTasks: { taskArns: ["t1"] },
            DescribeTasks: {
                tasks: [{ stoppedReason: "Essential container exited", containers: [{ name: "pulse", exitCode: 3 }] }],
            },
        });
        await assert.rejects(provider.create(service, inputs, false), (error) => {
            assert.ok(error instanceof ResourceInitError);
            assert.equal(error.id, serviceArn);
            assert.equal(
                error.message,
                "create aws:ecs/service:Service it: ECS service pulse did not start: circuit breaker; " +
                    "(service pulse) is unable to start tasks; its last task stopped: Essential container exited: container pulse ended with 3",
            );
            return true;
        });
    });

    it("detect a rollback by the failed deployment of the new task definition", async () => {
        const rolledBack = {
            ...running,
            deployments: [
                { status: "PRIMARY", rolloutState: "IN_PROGRESS", taskDefinition: taskDefinition.replace(":2", ":1") },
                { status: "ACTIVE", rolloutState: "FAILED", taskDefinition },
            ],
        };
        const { provider } = createFakeProvider({ DescribeServices: { services: [rolledBack] } });
        await assert.rejects(provider.update(service, serviceArn, inputs, inputs, {}, false), /did not start/);
    });

    it("ignore an earlier failed deployment without tasks", async () => {
        const mended = {
            ...running,
            deployments: [
                { status: "PRIMARY", rolloutState: "COMPLETED", taskDefinition },
                {
                    status: "ACTIVE",
                    rolloutState: "FAILED",
                    runningCount: 0,
                    taskDefinition: taskDefinition.replace(":2", ":1"),
                },
            ],
        };
        const { provider } = createFakeProvider({ DescribeServices: { services: [mended] } });
        const state = await provider.update(service, serviceArn, inputs, inputs, {}, false);
        assert.equal(state.desiredCount, 1);
    });

    it("scale a service to zero, delete it and wait until it is gone", async () => {
        const seen = [running, { ...running, status: "INACTIVE" }];
        const { provider, names } = createFakeProvider({ DescribeServices: () => ({ services: [seen.shift()] }) });
        await provider.delete(service, serviceArn, {});
        assert.deepEqual(names(), [
            "DescribeServices",
            "UpdateService",
            "DeleteService",
            "DescribeServices",
            "ListTasks",
        ]);
    });

    it("stop waiting when the update is cancelled", async () => {
        const starting = { ...running, runningCount: 0 };
        const { provider } = createFakeProvider({ CreateService: made, DescribeServices: { services: [starting] } });
        provider.cancel();
        await assert.rejects(
            provider.create(service, inputs, false),
            /cancelled while waiting for ECS service pulse: 0 of 1 tasks run/,
        );
    });

    it("register a task definition with its containers as written, and deregister that revision", async () => {
        const { provider, calls } = createFakeProvider({
            RegisterTaskDefinition: { taskDefinition: { taskDefinitionArn: taskDefinition } },
            DescribeTaskDefinition: ({ taskDefinition: asked }) => ({
                taskDefinition: { taskDefinitionArn: asked, status: "ACTIVE", revision: 2 },
            }),
        });
        const type = buildResourceRef("ecs/taskDefinition:TaskDefinition");
        const containerDefinitions = '[{"name":"pulse","image":"node"}]';
        const { id, state } = await provider.create(type, { family: "pulse", containerDefinitions }, false);
        assert.deepEqual([id, state.arn, state.revision], ["pulse", taskDefinition, 2]);
        assert.deepEqual(calls[0]?.[1].containerDefinitions, [{ name: "pulse", image: "node" }]);
        await provider.delete(type, id, state);
        assert.deepEqual(calls.at(-1), ["DeregisterTaskDefinition", { taskDefinition }]);
    });
});
