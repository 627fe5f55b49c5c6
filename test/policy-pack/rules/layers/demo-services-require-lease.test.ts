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
        { title: "allows a service that a schedule sets to zero", stack: [service, schedule()], says: {} },
        { title: "denies a service without a schedule", stack: [service], says: denies },
        {
            title: "denies a service whose schedule recurs",
            stack: [service, schedule({ scheduleExpression: "rate(1 hour)" })],
            says: denies,
        },
        {
            title: "denies a service whose schedule is disabled",
            stack: [service, schedule({ state: "DISABLED" })],
            says: denies,
        },
        {
            title: "denies a service whose schedule stops another one",
            stack: [service, schedule({ target: { input: '{"Service":"other","DesiredCount":0}' } })],
            says: denies,
        },
        {
            title: "denies a service whose schedule starts it",
            stack: [service, schedule({ target: { input: '{"Service":"pulse","DesiredCount":1}' } })],
            says: denies,
        },
        {
            title: "denies a service whose schedule is unknown",
            stack: [service, schedule({ target: previewUnknown })],
            says: denies,
        },
        { title: "ignores resources outside of demo", stack: [{ ...service, project: "trial" }], says: {} },
    ];
    for (const { title, stack, says } of cases) {
        it(title, async () => assert.deepEqual(await evaluateStackPolicy(demoServicesRequireLease, stack), says));
    }
    it("denies a service whose name is unknown", async () => {
        const said = await evaluateStackPolicy(demoServicesRequireLease, [
            { ...service, props: { name: previewUnknown } },
        ]);
        assert.match(said.pulse?.join("") as string, /^name is unknown in preview/);
    });
});
