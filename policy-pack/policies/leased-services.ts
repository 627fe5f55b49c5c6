import type { StackValidationPolicy } from "@pulumi/policy";
import { closed, forStack } from "../fail-closed";
import { layerOf, ofLayers } from "../projects";

/** A demo that nobody ended runs over the weekend. */
export const leasedServices: StackValidationPolicy = {
    name: "leased-services",
    description: "Every service of demo has a schedule that sets it to zero.",
    enforcementLevel: "mandatory",
    tags: ["layers"],
    configSchema: { properties: ofLayers },
    validateStack: forStack(["aws:ecs/service:Service"], ({ props, urn }, { resources, getConfig }, report) => {
        if (layerOf(urn, getConfig) !== "demo") return;
        const ends = resources.some(
            ({ type, props: schedule }) =>
                type === "aws:scheduler/schedule:Schedule" &&
                closed(
                    () => endsIt(schedule, props.name),
                    () => false,
                ),
        );
        if (!ends) report(`nothing ends ${props.name}; give it a Lease (demo/lease.ts), which sets it to zero tasks.`);
    }),
};

/** Once, at a set time, switched on. */
function endsIt({ scheduleExpression, state, target }: Record<string, unknown>, service: unknown): boolean {
    const { input } = Object(target) as { input?: unknown };
    return (
        String(scheduleExpression).startsWith("at(") &&
        state !== "DISABLED" &&
        typeof input === "string" &&
        input.includes(JSON.stringify(service)) &&
        /"DesiredCount":\s*0\b/.test(input)
    );
}
