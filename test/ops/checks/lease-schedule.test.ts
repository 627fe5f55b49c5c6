import assert from "node:assert/strict";
import { findSchedule, parseScheduleEnd } from "../../../ops/checks/lease-schedule";
import { awsClients, createAwsError, startFakeAws } from "../../fake-aws";

describe("the schedule that ends a lease", () => {
    const findWith = async (response: object) => {
        const aws = startFakeAws({ GetSchedule: response });
        try {
            return await findSchedule(awsClients, "stop-pulse");
        } finally {
            aws.stop();
        }
    };

    it("is found by its name", async () => {
        const schedule = ({ Name }: { Name: string }) => ({
            Name,
            State: "ENABLED",
            ScheduleExpression: "at(2026-11-24T13:00:00)",
        });
        assert.deepEqual(await findWith(schedule), schedule({ Name: "stop-pulse" }));
    });

    it("is undefined when EventBridge Scheduler has none of that name", async () => {
        assert.equal(await findWith(createAwsError("ResourceNotFoundException", { status: 404 })), undefined);
    });

    it("is not taken for missing when it cannot be read", async () => {
        await assert.rejects(findWith(createAwsError("AccessDeniedException")), { name: "AccessDeniedException" });
    });

    for (const [ScheduleExpression, end] of [
        ["at(2026-11-24T13:00:00)", "2026-11-24T13:00:00Z"],
        ["rate(1 hours)", undefined],
        ["cron(0 13 24 11 ? 2026)", undefined],
        ["at(2026-11-24)", undefined],
        ["cron(2026-11-24T13:00:00)", undefined],
        ["at(2026-02-30T13:00:00)", undefined],
        [undefined, undefined],
    ] as const) {
        it(`${end ? `ends at ${end}` : "has no end"} when its expression is ${ScheduleExpression}`, () => {
            assert.equal(parseScheduleEnd({ ScheduleExpression }), end && Date.parse(end));
        });
    }
});
