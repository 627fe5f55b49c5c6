import assert from "node:assert/strict";
import type { Service } from "@aws-sdk/client-ecs";
import { findServiceProblems, servicesCheck } from "../../../ops/checks/services";
import { createAwsError, type FakeResponses } from "../../fake-aws";
import { findProblems } from "./find-problems";

const now = Date.parse("2026-11-24T12:00:00Z");
const good = {
    runningCount: 1,
    desiredCount: 1,
    taskDefinition: "pulse:1",
    deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED" as const }],
};
const ended = Date.parse("2026-11-24T11:00:00Z");
const ahead = Date.parse("2026-11-24T13:00:00Z");

describe("the check of services", () => {
    const cases = [
        ["passes when a service runs as many tasks as desired", good, ahead, []],
        [
            "fails when too few tasks run",
            { ...good, runningCount: 0 },
            ahead,
            ["pulse runs 0 of 1 tasks: no reason given"],
        ],
        [
            "fails when a service runs another task definition than declared",
            { ...good, taskDefinition: "pulse:2" },
            ahead,
            ["pulse runs pulse:2, not pulse:1"],
        ],
        [
            "names the end of the lease, not a crash, when that stopped a service",
            { ...good, runningCount: 0, desiredCount: 0 },
            ended,
            ["pulse did not crash, its lease ended at 2026-11-24T11:00:00Z: start it again with ./devmin up demo"],
        ],
        [
            "fails when a service was stopped during its lease",
            { ...good, runningCount: 0, desiredCount: 0 },
            ahead,
            ["pulse runs 0 of 0 tasks: no reason given"],
        ],
        [
            "fails when the last deployment failed, although the previous one runs",
            { ...good, deployments: [{ status: "PRIMARY", rolloutState: "FAILED" as const }] },
            ahead,
            ["the last deployment of pulse failed"],
        ],
        [
            "passes when only an earlier deployment failed",
            { ...good, deployments: [{ status: "ACTIVE", rolloutState: "FAILED" as const }, ...good.deployments] },
            ahead,
            [],
        ],
        [
            "names the latest event of a service that runs too few tasks",
            { ...good, runningCount: 0, events: [{ message: "unable to pull the image" }, { message: "started" }] },
            ahead,
            ["pulse runs 0 of 1 tasks: unable to pull the image"],
        ],
    ] as const;
    for (const [claim, service, end, problems] of cases) {
        it(claim, () =>
            assert.deepEqual(
                findServiceProblems(
                    "pulse",
                    { ...service, deployments: [...service.deployments] } as Service,
                    "pulse:1",
                    end,
                    now,
                ),
                problems,
            ),
        );
    }
});

describe("the check of services in AWS", () => {
    const demo = {
        clusterName: "dev",
        runningServices: {
            pulse: { serviceName: "dev-pulse", taskDefinitionArn: "pulse:1", scheduleName: "stop-pulse" },
            ledger: { serviceName: "dev-ledger", taskDefinitionArn: "pulse:1", scheduleName: "stop-ledger" },
        },
    };
    const pulse = { ...good, serviceName: "dev-pulse", status: "ACTIVE" };
    const ledger = { ...pulse, serviceName: "dev-ledger" };
    const findWith = (responses: FakeResponses) =>
        findProblems(
            servicesCheck,
            { demo },
            {
                DescribeServices: { services: [pulse, ledger] },
                GetSchedule: { State: "ENABLED", ScheduleExpression: "at(2999-01-01T00:00:00)" },
                ...responses,
            },
        );

    it("passes when every declared service runs", async () => {
        assert.deepEqual(await findWith({}), []);
    });

    it("fails for a declared service that does not exist", async () => {
        assert.deepEqual(await findWith({ DescribeServices: { services: [pulse] } }), [
            "ledger does not exist: run ./devmin up demo",
        ]);
    });

    it("fails for a service that runs another task definition than its own", async () => {
        const services = [pulse, { ...ledger, taskDefinition: "pulse:2" }];
        assert.deepEqual(await findWith({ DescribeServices: { services } }), ["ledger runs pulse:2, not pulse:1"]);
    });

    it("names the end of the lease of a service that it stopped", async () => {
        const services = [pulse, { ...ledger, runningCount: 0, desiredCount: 0 }];
        const GetSchedule = { ScheduleExpression: "at(2020-01-01T00:00:00)" };
        assert.deepEqual(await findWith({ DescribeServices: { services }, GetSchedule }), [
            "ledger did not crash, its lease ended at 2020-01-01T00:00:00Z: start it again with ./devmin up demo",
        ]);
    });

    it("fails for a service that is stopped and whose lease has no schedule", async () => {
        const services = [pulse, { ...ledger, runningCount: 0, desiredCount: 0 }];
        const GetSchedule = createAwsError("ResourceNotFoundException");
        assert.deepEqual(await findWith({ DescribeServices: { services }, GetSchedule }), [
            "ledger runs 0 of 0 tasks: no reason given",
        ]);
    });
});
