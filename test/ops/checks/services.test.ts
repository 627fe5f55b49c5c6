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
        ["holds for one that runs", good, ahead, []],
        [
            "says that one of too few tasks does",
            { ...good, runningCount: 0 },
            ahead,
            ["pulse runs 0 of 1 tasks: no reason given"],
        ],
        [
            "says that another definition runs",
            { ...good, taskDefinition: "pulse:2" },
            ahead,
            ["pulse runs pulse:2, not pulse:1"],
        ],
        [
            "does not call the end of a lease a crash",
            { ...good, runningCount: 0, desiredCount: 0 },
            ended,
            ["pulse did not crash, its lease ended at 2026-11-24T11:00:00Z: bring it back with ./devmin up demo"],
        ],
        [
            "says that one was stopped while its lease runs",
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
        ["holds while it runs", schedule, 1, []],
        ["holds when it ended and nothing runs", over, 0, []],
        [
            "holds while what it stops is on its way",
            { ...schedule, ScheduleExpression: "at(2026-11-24T11:59:00)" },
            1,
            [],
        ],
        [
            "says that tasks outlive it",
            over,
            1,
            ["the lease of pulse ended at 2026-11-24T11:00:00Z and 1 of its tasks run: run pulumi destroy -C demo"],
        ],
        [
            "says that nothing ends it",
            undefined,
            1,
            ["nothing ends the lease of pulse, as its schedule is gone: run ./devmin up demo"],
        ],
        [
            "says that its end is switched off",
            { ...schedule, State: "DISABLED" },
            1,
            ["the schedule that ends the lease of pulse is disabled: run ./devmin up demo"],
        ],
        [
            "says that its end is none",
            { ...schedule, ScheduleExpression: "rate(1 hours)" },
            1,
            ["the schedule of pulse is rate(1 hours), which is no end: run ./devmin up demo"],
        ],
    ] as const;
    for (const [claim, found, running, problems] of cases) {
        it(claim, () => assert.deepEqual(findServiceLeaseProblems("pulse", found, running, now), problems));
    }
});
