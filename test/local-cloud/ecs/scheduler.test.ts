import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Scheduler } from "../../../local-cloud/ecs/scheduler";
import { type Schedule, Schedules } from "../../../local-cloud/ecs/schedules";
import { callTarget, UnsupportedTargetError } from "../../../local-cloud/ecs/universal-targets";

const due = Date.parse("2026-11-24T18:00:00Z");
const target = "arn:aws:scheduler:::aws-sdk:ecs:updateService";

/** A good schedule, due at six. */
const schedule = (change: Partial<Schedule> = {}): Schedule => ({
    Arn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/end",
    Name: "end",
    GroupName: "default",
    ScheduleExpression: "at(2026-11-24T18:00:00)",
    ScheduleExpressionTimezone: "UTC",
    State: "ENABLED",
    CreationDate: new Date(1),
    Target: {
        Arn: target,
        RoleArn: "arn:aws:iam::000000000000:role/end",
        RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 2 },
    },
    ...change,
});

describe("the scheduler of the local cloud", () => {
    let folder: string;
    let now: number;
    let there: Schedule[];
    let called: string[];
    let refusal: Error | undefined;
    let logged: string[];
    const start = () =>
        new Scheduler({
            schedules: {
                list: async () => there,
                callTarget: async ({ ScheduleExpression }) => {
                    called.push(ScheduleExpression);
                    if (refusal) throw refusal;
                },
            },
            file: join(folder, "schedules.json"),
            log: (line) => logged.push(line),
            now: () => now,
        });
    const tickAt = (scheduler: Scheduler, moment: number) => {
        now = moment;
        return scheduler.tick();
    };
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "devmin-scheduler-"));
        there = [schedule()];
        [called, logged, refusal] = [[], [], undefined];
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("calls a target when it is due and not before", async () => {
        const scheduler = start();
        await tickAt(scheduler, due - 1);
        assert.deepEqual(called, []);
        await tickAt(scheduler, due);
        assert.equal(called.length, 1);
        assert.match(logged[0] ?? "", /^schedule end called arn:aws:scheduler/);
    });

    it("calls a target once, even after a restart", async () => {
        const scheduler = start();
        await tickAt(scheduler, due);
        await tickAt(scheduler, due + 1_000);
        await tickAt(start(), due + 2_000);
        assert.equal(called.length, 1);
    });

    it("calls at its start what became due while it was stopped", async () => {
        await tickAt(start(), due + 600_000);
        assert.equal(called.length, 1);
    });

    it("does not call what is older than the retry policy allows, and logs it", async () => {
        const scheduler = start();
        await tickAt(scheduler, due + 3_600_001);
        await tickAt(scheduler, due + 3_700_000);
        assert.deepEqual(called, []);
        assert.deepEqual(logged, ["schedule end is not called: it was due more than 3600 s ago"]);
    });

    for (const [what, change] of [
        ["another time", { ScheduleExpression: "at(2026-11-24T19:00:00)" }],
        ["another creation date", { CreationDate: new Date(2) }],
    ] as const) {
        it(`calls again for a schedule with ${what}`, async () => {
            const scheduler = start();
            await tickAt(scheduler, due);
            there = [schedule(change)];
            await tickAt(scheduler, due + 3_600_000);
            assert.equal(called.length, 2);
        });
    }

    it("repeats a refused call as often as the retry policy says, and logs each reason", async () => {
        refusal = Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
        const scheduler = start();
        await tickAt(scheduler, due);
        await tickAt(scheduler, due + 1_000); // not yet
        assert.equal(called.length, 1);
        for (const seconds of [2, 6, 60, 120]) await tickAt(scheduler, due + seconds * 1_000);
        assert.equal(called.length, 3);
        assert.match(logged[0] ?? "", /could not call .*: AccessDeniedException: not authorized; next attempt in 2 s$/);
        assert.match(logged[2] ?? "", /no more attempts$/);
    });

    it("succeeds once a refused call is allowed", async () => {
        refusal = new Error("not authorized");
        const scheduler = start();
        await tickAt(scheduler, due);
        refusal = undefined;
        for (const seconds of [2, 10]) await tickAt(scheduler, due + seconds * 1_000);
        assert.equal(called.length, 2);
    });

    it("does not repeat what can never succeed", async () => {
        refusal = new UnsupportedTargetError("not known here");
        const scheduler = start();
        for (const seconds of [0, 60]) await tickAt(scheduler, due + seconds * 1_000);
        assert.equal(called.length, 1);
    });

    it("ignores a disabled schedule", async () => {
        there = [schedule({ State: "DISABLED" })];
        await tickAt(start(), due);
        assert.deepEqual(called, []);
    });

    for (const change of [
        { ScheduleExpression: "rate(1 hours)" },
        { ScheduleExpressionTimezone: "Europe/Berlin" },
    ] as const) {
        it(`logs once that it does not call ${Object.values(change)}`, async () => {
            there = [schedule(change)];
            const scheduler = start();
            await tickAt(scheduler, due);
            await tickAt(scheduler, due + 1_000);
            assert.deepEqual([called, logged.length], [[], 1]);
        });
    }
});

describe("the schedules of the emulator", () => {
    it("are read only when they have changed", async () => {
        const home = mkdtempSync(join(tmpdir(), "devmin-schedules-"));
        const schedules = new Schedules({ home, ports: { aws: 1 } });
        try {
            assert.deepEqual(await schedules.list(), []);
            mkdirSync(join(home, "aws", "state"), { recursive: true });
            writeFileSync(join(home, "aws", "state", "scheduler.json"), "{}");
            await assert.rejects(schedules.list(), /ca\.pem/); // what a client of the emulator reads first
        } finally {
            rmSync(home, { recursive: true });
        }
    });
});

describe("a universal target", () => {
    const cloud = { home: "/nowhere", ports: {} };
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };

    it("is refused if it is unknown, with the file to add it to", async () => {
        await assert.rejects(
            callTarget(cloud, "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "{}", credentials),
            /can call ecs:updateService, not sqs:sendMessage: add it to .*universal-targets\.ts/,
        );
    });

    it("is not called with parameters that AWS does not know", async () => {
        await assert.rejects(callTarget(cloud, target, '{"Cluster":"c","desiredCount":0}', credentials), {
            message: "the input of ecs:updateService has desiredCount; parameter names must start with a capital.",
        });
    });
});
