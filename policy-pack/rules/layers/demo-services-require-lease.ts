import type { StackValidationPolicy } from "@pulumi/policy";
import { catchUnknown, forStack } from "../../runtime/catch-unknown";
import { findLayer, projectsSetting } from "../../runtime/layers";

/** A demo that nobody stops runs over the weekend. */
export const demoServicesRequireLease: StackValidationPolicy = {
    name: "demo-services-require-lease",
    description: "Every ECS service of demo must have a schedule that stops it.",
    enforcementLevel: "mandatory",
    tags: ["layers"],
    configSchema: { properties: projectsSetting },
    validateStack: forStack(["aws:ecs/service:Service"], ({ props, urn }, { resources, getConfig }, report) => {
        if (findLayer(urn, getConfig) !== "demo") return;
        const hasLease = resources.some(
            ({ type, props: schedule }) =>
                type === "aws:scheduler/schedule:Schedule" &&
                catchUnknown(
                    () => isLeaseEnd(schedule, props.name),
                    () => false,
                ),
        );
        if (!hasLease)
            report(`nothing stops ${props.name}; give it a Lease (demo/lease.ts), which sets it to zero tasks.`);
    }),
};

/** Whether an enabled one-time schedule sets the service to zero tasks. */
function isLeaseEnd({ scheduleExpression, state, target }: Record<string, unknown>, service: unknown): boolean {
    const { input } = Object(target) as { input?: unknown };
    return (
        String(scheduleExpression).startsWith("at(") &&
        state !== "DISABLED" &&
        typeof input === "string" &&
        input.includes(JSON.stringify(service)) &&
        /"DesiredCount":\s*0\b/.test(input)
    );
}
