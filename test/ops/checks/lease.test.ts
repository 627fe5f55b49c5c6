import assert from "node:assert/strict";
import { findServiceLeaseProblems, leaseCheck } from "../../../ops/checks/lease";
import { createAwsError, type FakeResponses } from "../../fake-aws";
import { findProblems } from "./find-problems";

const now = Date.parse("2026-11-24T12:00:00Z");
const schedule = { State: "ENABLED", ScheduleExpression: "at(2026-11-24T13:00:00)" };
const ended = { ...schedule, ScheduleExpression: "at(2026-11-24T11:00:00)" };

describe("the check of the leases", () => {
    const cases = [
        ["passes while the lease is valid", schedule, 1, []],
        ["passes when the lease ended and nothing runs", ended, 0, []],
        [
            "passes while tasks are stopping after the lease",
            { ...schedule, ScheduleExpression: "at(2026-11-24T11:59:00)" },
            1,
            [],
        ],
        [
            "fails when tasks run longer than the lease",
            ended,
            1,
            [
                "the lease of pulse ended at 2026-11-24T11:00:00Z, but 1 of its tasks are running: run pulumi destroy -C demo",
            ],
        ],
        [
            "fails when no schedule ends the lease",
            undefined,
            1,
            ["the schedule that ends the lease of pulse does not exist: run ./devmin up demo"],
        ],
        [
            "fails when the schedule is disabled",
            { ...schedule, State: "DISABLED" },
            1,
            ["the schedule that ends the lease of pulse is disabled: run ./devmin up demo"],
        ],
        [
            "fails when the schedule is not a one-time one",
            { ...schedule, ScheduleExpression: "rate(1 hours)" },
            1,
            ["the schedule of pulse is rate(1 hours), which is not a one-time at(...): run ./devmin up demo"],
        ],
    ] as const;
    for (const [claim, found, running, problems] of cases) {
        it(claim, () => assert.deepEqual(findServiceLeaseProblems("pulse", found, running, now), problems));
    }
});

describe("the check of the leases in AWS", () => {
    const demo = {
        clusterName: "dev",
        runningServices: {
            pulse: { serviceName: "dev-pulse", scheduleName: "stop-pulse" },
            ledger: { serviceName: "dev-ledger", scheduleName: "stop-ledger" },
        },
    };
    const running = (serviceName: string) => ({ serviceName, status: "ACTIVE", runningCount: 1 });
    const future = { ...schedule, ScheduleExpression: "at(2999-01-01T00:00:00)" };
    const good: FakeResponses = {
        DescribeServices: { services: [running("dev-pulse"), running("dev-ledger")] },
        GetSchedule: future,
    };
    const findWith = (responses: FakeResponses) => findProblems(leaseCheck, { demo }, { ...good, ...responses });
    const unlessLedger = (response: object) => ({
        GetSchedule: ({ Name }: { Name: string }) => (Name === "stop-ledger" ? response : future),
    });

    it("passes when the lease of every running service ends in the future", async () => {
        assert.deepEqual(await findWith({}), []);
    });

    it("fails for the one service without a schedule", async () => {
        assert.deepEqual(await findWith(unlessLedger(createAwsError("ResourceNotFoundException"))), [
            "the schedule that ends the lease of ledger does not exist: run ./devmin up demo",
        ]);
    });

    it("fails for the one service that runs after its lease", async () => {
        assert.deepEqual(await findWith(unlessLedger({ ...schedule, ScheduleExpression: "at(2020-01-01T00:00:00)" })), [
            "the lease of ledger ended at 2020-01-01T00:00:00Z, but 1 of its tasks are running: run pulumi destroy -C demo",
        ]);
    });

    it("passes when a service whose lease ended does not exist any more", async () => {
        const DescribeServices = { services: [running("dev-pulse")] };
        const past = unlessLedger({ ...schedule, ScheduleExpression: "at(2020-01-01T00:00:00)" });
        assert.deepEqual(await findWith({ DescribeServices, ...past }), []);
    });
});
