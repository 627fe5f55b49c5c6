import type { EngineEvent } from "../../ops/events";

/** The pack that judges in these events. */
export const judge = { policyPackName: "devmin", policyPackVersion: "0.1.0+3f2a8c0d9b1e" };
export const pack = "devmin 0.1.0+3f2a8c0d9b1e";

const urn = (type: string, name: string) => `urn:pulumi:dev::devmin-demo::${type}::${name}`;
export const urns = {
    stack: urn("pulumi:pulumi:Stack", "devmin-demo-dev"),
    core: urn("pulumi:pulumi:StackReference", "core"),
    cluster: urn("aws:ecs/cluster:Cluster", "cluster"),
    schedule: urn("aws:scheduler/schedule:Schedule", "pulse"),
};
const typeOf = (of: string) => of.split("::")[2] as string;

/** A step on a resource, as the engine tells it before or after it is taken. */
export const step = (op: string, of: string, old?: object, next?: object) => ({
    metadata: { op, urn: of, type: typeOf(of), old: old ?? null, new: next ?? null },
});
const side = (inputs: object = {}, custom = true) => ({ custom, inputs });
export const judged = (resourceUrn: string): EngineEvent => ({ policyAnalyzeSummaryEvent: { ...judge, resourceUrn } });
export const cost: EngineEvent = {
    policyEvent: {
        ...judge,
        policyName: "stack-cost",
        resourceUrn: urns.stack,
        enforcementLevel: "advisory",
        message: "devmin-demo costs 12.66 USD a month.\n",
    },
};

const moved = [
    step("read", urns.core, undefined, side()),
    step("same", urns.stack, side({}, false), side({}, false)),
    step("create", urns.cluster, undefined, side({ name: "it" })),
    step("update", urns.schedule, side({ at: "one" }), side({ at: "two" })),
];

/** A preview in which all is judged, in the order in which an engine tells it. */
export const preview = (): EngineEvent[] => [
    ...[urns.stack, urns.cluster, urns.schedule].map(judged),
    ...moved.map((resourcePreEvent) => ({ resourcePreEvent })),
    cost,
    { policyAnalyzeStackSummaryEvent: judge },
];

/** The update after it. */
export const updated = (): EngineEvent[] => [...preview(), ...moved.map((resOutputsEvent) => ({ resOutputsEvent }))];

/** As `--event-log` writes them. */
export const logOf = (events: readonly EngineEvent[]) => events.map((event) => `${JSON.stringify(event)}\n`).join("");
