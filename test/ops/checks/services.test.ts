import assert from "node:assert/strict";
import { findServiceLeaseProblems } from "../../../ops/checks/lease";
import { findServiceProblems } from "../../../ops/checks/services";

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
        ["passes for a running service", good, ahead, []],
        ["reports too few tasks", { ...good, runningCount: 0 }, ahead, ["pulse runs 0 of 1 tasks: no reason given"]],
        [
            "reports another task definition",
            { ...good, taskDefinition: "pulse:2" },
            ahead,
            ["pulse runs pulse:2, not pulse:1"],
        ],
        [
            "does not report the end of a lease as a crash",
            { ...good, runningCount: 0, desiredCount: 0 },
            ended,
            ["pulse did not crash, its lease ended at 2026-11-24T11:00:00Z: start it again with ./devmin up demo"],
        ],
        [
            "reports a service that was stopped during its lease",
            { ...good, runningCount: 0, desiredCount: 0 },
            ahead,
            ["pulse runs 0 of 0 tasks: no reason given"],
        ],
    ] as const;
    for (const [claim, service, end, problems] of cases) {
        it(claim, () =>
            assert.deepEqual(
                findServiceProblems(
                    "pulse",
                    { ...service, deployments: [...service.deployments] },
                    "pulse:1",
                    end,
                    now,
                ),
                problems,
            ),
        );
    }
});

describe("the check of the lease", () => {
    const schedule = { State: "ENABLED", ScheduleExpression: "at(2026-11-24T13:00:00)" };
    const over = { ...schedule, ScheduleExpression: "at(2026-11-24T11:00:00)" };
    const cases = [
        ["passes during the lease", schedule, 1, []],
        ["passes when the lease ended and nothing runs", over, 0, []],
        ["passes while tasks are stopping", { ...schedule, ScheduleExpression: "at(2026-11-24T11:59:00)" }, 1, []],
        [
            "reports tasks that run longer",
            over,
            1,
            [
                "the lease of pulse ended at 2026-11-24T11:00:00Z, but 1 of its tasks are running: run pulumi destroy -C demo",
            ],
        ],
        [
            "reports a missing schedule",
            undefined,
            1,
            ["the schedule that ends the lease of pulse does not exist: run ./devmin up demo"],
        ],
        [
            "reports a disabled schedule",
            { ...schedule, State: "DISABLED" },
            1,
            ["the schedule that ends the lease of pulse is disabled: run ./devmin up demo"],
        ],
        [
            "reports a schedule that is not a one-time one",
            { ...schedule, ScheduleExpression: "rate(1 hours)" },
            1,
            ["the schedule of pulse is rate(1 hours), which is not a one-time at(...): run ./devmin up demo"],
        ],
    ] as const;
    for (const [claim, found, running, problems] of cases) {
        it(claim, () => assert.deepEqual(findServiceLeaseProblems("pulse", found, running, now), problems));
    }
});
