import assert from "node:assert/strict";
import { listDemoServices } from "../../../ops/checks/demo-services";
import type { EnvironmentOutputs } from "../../../ops/layer-outputs";
import { awsClients, createAwsError, type FakeResponses, startFakeAws } from "../../fake-aws";

const pulse = {
    serviceName: "dev-pulse",
    taskDefinitionArn: "pulse:1",
    logGroup: "/pulse",
    scheduleName: "stop-pulse",
};
const demo = { clusterName: "dev", runningServices: { pulse } } as unknown as EnvironmentOutputs["demo"];
const service = { serviceName: "dev-pulse", status: "ACTIVE", runningCount: 1 };
const schedule = { State: "ENABLED", ScheduleExpression: "at(2026-11-24T13:00:00)" };
const good: FakeResponses = { DescribeServices: { services: [service] }, GetSchedule: schedule };

describe("demo's services as they are in AWS", () => {
    const list = async (responses: FakeResponses = {}, outputs = demo) => {
        const aws = startFakeAws({ ...good, ...responses });
        try {
            return { services: await listDemoServices(awsClients, outputs), calls: aws.calls };
        } finally {
            aws.stop();
        }
    };

    it("are read by the names in demo's stack outputs", async () => {
        const { services, calls } = await list();
        assert.deepEqual(services, [{ name: "pulse", declared: pulse, service, schedule }]);
        assert.deepEqual(calls, [
            ["DescribeServices", { cluster: "dev", services: ["dev-pulse"] }],
            ["GetSchedule", { Name: "stop-pulse" }],
        ]);
    });

    for (const { count, batches } of [
        { count: 0, batches: [] },
        { count: 10, batches: [10] },
        { count: 11, batches: [10, 1] },
    ]) {
        it(`are read in batches of at most ten, here ${count}`, async () => {
            const names = Array.from({ length: count }, (_, index) => `s${index}`);
            const runningServices = Object.fromEntries(
                names.map((name) => [name, { ...pulse, serviceName: `dev-${name}` }]),
            );
            const DescribeServices = ({ services }: { services: string[] }) => ({
                services: services.map((serviceName) => ({ serviceName, status: "ACTIVE" })),
            });
            const { services, calls } = await list({ DescribeServices }, { ...demo, runningServices });
            assert.deepEqual(
                services.map(({ service: found }) => found?.serviceName),
                names.map((name) => `dev-${name}`),
            );
            const describes = calls.filter(([operation]) => operation === "DescribeServices");
            assert.deepEqual(
                describes.map(([, input]) => (input.services as string[]).length),
                batches,
            );
        });
    }

    for (const [title, responses] of [
        ["do not include one that ECS does not know", { DescribeServices: {} }],
        [
            "do not include one that was deleted, which ECS still lists",
            { DescribeServices: { services: [{ ...service, status: "INACTIVE" }] } },
        ],
        [
            "do not include one that is being deleted",
            { DescribeServices: { services: [{ ...service, status: "DRAINING" }] } },
        ],
        [
            "do not include a service of another name",
            { DescribeServices: { services: [{ ...service, serviceName: "dev-theirs" }] } },
        ],
    ] as const) {
        it(title, async () => {
            const [found] = (await list(responses)).services;
            assert.deepEqual([found?.service, found?.schedule], [undefined, schedule]);
        });
    }

    it("have no schedule when EventBridge Scheduler has none", async () => {
        const [found] = (await list({ GetSchedule: createAwsError("ResourceNotFoundException") })).services;
        assert.deepEqual([found?.service, found?.schedule], [service, undefined]);
    });
});
