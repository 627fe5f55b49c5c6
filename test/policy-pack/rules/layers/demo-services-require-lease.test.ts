import assert from "node:assert/strict";
import { demoServicesRequireLease } from "../../../../policy-pack/rules/layers/demo-services-require-lease";
import { evaluateStackPolicy, previewUnknown } from "../../evaluate-policy";

describe("policy demo-services-require-lease", () => {
    const project = "devmin-demo";
    const service = { type: "aws:ecs/service:Service", name: "pulse", project, props: { name: "pulse" } };
    const schedule = (change: object = {}) => ({
        type: "aws:scheduler/schedule:Schedule",
        name: "lease",
        project,
        props: {
            scheduleExpression: "at(2026-11-24T18:00:00)",
            target: { input: JSON.stringify({ Cluster: "c", Service: "pulse", DesiredCount: 0 }) },
            ...change,
        },
    });
    const denies = { pulse: ["nothing stops pulse; give it a Lease (demo/lease.ts), which sets it to zero tasks."] };
    const cases = [
        { title: "allows a service that a schedule sets to zero", stack: [service, schedule()], expected: {} },
        { title: "denies a service without a schedule", stack: [service], expected: denies },
        {
            title: "denies a service whose schedule recurs",
            stack: [service, schedule({ scheduleExpression: "rate(1 hour)" })],
            expected: denies,
        },
        {
            title: "denies a service whose schedule is disabled",
            stack: [service, schedule({ state: "DISABLED" })],
            expected: denies,
        },
        {
            title: "denies a service whose schedule stops another one",
            stack: [service, schedule({ target: { input: '{"Service":"other","DesiredCount":0}' } })],
            expected: denies,
        },
        {
            title: "denies a service whose schedule starts it",
            stack: [service, schedule({ target: { input: '{"Service":"pulse","DesiredCount":1}' } })],
            expected: denies,
        },
        {
            title: "denies a service whose schedule is unknown",
            stack: [service, schedule({ target: previewUnknown })],
            expected: denies,
        },
        { title: "ignores resources outside of demo", stack: [{ ...service, project: "trial" }], expected: {} },
    ];
    for (const { title, stack, expected } of cases) {
        it(title, async () => assert.deepEqual(await evaluateStackPolicy(demoServicesRequireLease, stack), expected));
    }
    it("denies a service whose name is unknown", async () => {
        const reported = await evaluateStackPolicy(demoServicesRequireLease, [
            { ...service, props: { name: previewUnknown } },
        ]);
        assert.match(reported.pulse?.join("") as string, /^name is unknown in preview/);
    });
});
