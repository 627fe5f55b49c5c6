import assert from "node:assert/strict";
import { ecsTasks } from "../../../policy-pack/policies/ecs-tasks";
import { unknown, verdictOn } from "../judging";

describe("policy ecs-tasks", () => {
    const type = "aws:ecs/service:Service";
    const asks = (given: string, maxTasks = 2) =>
        `desiredCount is ${given}; set it to at most ${maxTasks} (maxTasks). Each task costs ` +
        "29.55 USD a month per vCPU of a task + 3.25 USD a month per GB of its memory " +
        "(infracost ecs_service, 2026-11-23); use one task on Fargate Spot.";
    const cases: { desiredCount?: unknown; title: string; says: string[] }[] = [
        { title: "allows a service of no task", desiredCount: 0, says: [] },
        { title: "allows as many tasks as the ceiling", desiredCount: 2, says: [] },
        { title: "denies one task more", desiredCount: 3, says: [asks("3")] },
        { title: "denies a service without a count", says: [asks("not set")] },
        { title: "denies a count of null", desiredCount: null, says: [asks("not set")] },
        { title: "denies a count that is no number", desiredCount: "1", says: [asks('"1"')] },
        {
            title: "denies a count that is unknown in preview and says how to make it known",
            desiredCount: unknown,
            says: [
                "desiredCount is unknown in preview: make it a literal, a configuration value or a name built from those, " +
                    "not another resource's output.",
            ],
        },
    ];
    for (const { title, desiredCount, says } of cases) {
        it(title, async () => {
            assert.deepEqual(await verdictOn(ecsTasks, { type, props: { desiredCount } }), says);
        });
    }
    it("takes the ceiling from its configuration", async () => {
        assert.deepEqual(await verdictOn(ecsTasks, { type, props: { desiredCount: 3 } }, { maxTasks: 3 }), []);
        assert.deepEqual(await verdictOn(ecsTasks, { type, props: { desiredCount: 2 } }, { maxTasks: 1 }), [
            asks("2", 1),
        ]);
    });
    it("denies every count when there is no ceiling to compare with", async () => {
        const without = await verdictOn(ecsTasks, { type, props: { desiredCount: 0 } }, { maxTasks: undefined });
        assert.equal(without.length, 1);
    });
    it("leaves a task definition alone", async () => {
        assert.equal(await verdictOn(ecsTasks, { type: "aws:ecs/taskDefinition:TaskDefinition" }), "not applicable");
    });
});
