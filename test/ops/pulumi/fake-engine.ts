import { existsSync, writeFileSync } from "node:fs";
import type { EngineEvent } from "../../../ops/pulumi/engine-events";
import { getPolicyPackId } from "../../../ops/pulumi/plan";

/** The policy pack in these events. */
export const policyPack = { policyPackName: "devmin", policyPackVersion: "0.1.0+3f2a8c0d9b1e" };
export const packLabel = "devmin 0.1.0+3f2a8c0d9b1e";

const buildUrn = (type: string, name: string) => `urn:pulumi:dev::devmin-demo::${type}::${name}`;
export const urns = {
    stack: buildUrn("pulumi:pulumi:Stack", "devmin-demo-dev"),
    core: buildUrn("pulumi:pulumi:StackReference", "core"),
    cluster: buildUrn("aws:ecs/cluster:Cluster", "cluster"),
    schedule: buildUrn("aws:scheduler/schedule:Schedule", "pulse"),
};
const parseType = (of: string) => of.split("::")[2] as string;

/** A step on a resource, as in an engine event before or after it. */
export const buildStep = (op: string, of: string, old?: object, next?: object) => ({
    metadata: { op, urn: of, type: parseType(of), old: old ?? null, new: next ?? null },
});
const buildStepState = (inputs: object = {}, custom = true) => ({ custom, inputs });
export const buildAnalyzeEvent = (resourceUrn: string): EngineEvent => ({
    policyAnalyzeSummaryEvent: { ...policyPack, resourceUrn },
});
export const costEvent: EngineEvent = {
    policyEvent: {
        ...policyPack,
        policyName: "max-stack-cost",
        resourceUrn: urns.stack,
        enforcementLevel: "advisory",
        message: "devmin-demo costs 12.66 USD a month.\n",
    },
};

/** The same message as part of an evaluation. */
export const policyMessage = {
    policy: "max-stack-cost",
    urn: urns.stack,
    level: "advisory",
    message: "devmin-demo costs 12.66 USD a month.",
};

const stepMetadata = [
    buildStep("read", urns.core, undefined, buildStepState()),
    buildStep("same", urns.stack, buildStepState({}, false), buildStepState({}, false)),
    buildStep("create", urns.cluster, undefined, buildStepState({ name: "it" })),
    buildStep("update", urns.schedule, buildStepState({ at: "one" }), buildStepState({ at: "two" })),
];

/** The events of a preview in which everything is evaluated, in the engine's order. */
export const buildPreviewEvents = (): EngineEvent[] => [
    ...[urns.stack, urns.cluster, urns.schedule].map(buildAnalyzeEvent),
    ...stepMetadata.map((resourcePreEvent) => ({ resourcePreEvent })),
    costEvent,
    { policyAnalyzeStackSummaryEvent: policyPack },
];

/** The events of the update after it. */
export const buildUpdateEvents = (): EngineEvent[] => [
    ...buildPreviewEvents(),
    ...stepMetadata.map((resOutputsEvent) => ({ resOutputsEvent })),
];

/** The events as `--event-log` writes them. */
export const formatEventLog = (events: readonly EngineEvent[]) =>
    events.map((event) => `${JSON.stringify(event)}\n`).join("");

/** The Pulumi that an update uses, in a clone: it evaluates all of a preview and of an update with the clone's pack. */
export function createFakeEngine(root: string) {
    const events: Record<string, EngineEvent[]> = { preview: buildPreviewEvents(), up: buildUpdateEvents() };
    const failures: Record<string, Error> = {};
    const commands: string[] = [];
    const engine = {
        /** The events per command. */
        events,
        /** The failure per command, if any. */
        failures,
        /** The commands that ran, without the paths among their arguments. */
        commands,
        /** The path of the plan that the last preview wrote. */
        plan: "",
        /** Whether the last update was given that plan, while it existed. */
        appliedPlan: false,
        async pulumi(layer: string, args: string[]) {
            const [command = ""] = args;
            commands.push([layer, ...args.filter((arg) => !arg.startsWith("/"))].join(" "));
            if (!events[command]) return ""; // a command without events, such as config set
            const getOption = (name: string) => args[args.indexOf(name) + 1] as string;
            const [, version = ""] = getPolicyPackId({ root }).split(" ");
            writeFileSync(
                getOption("--event-log"),
                formatEventLog(events[command]).replaceAll(policyPack.policyPackVersion, version),
            );
            if (failures[command]) throw failures[command];
            if (command === "preview") {
                engine.plan = getOption("--save-plan");
                writeFileSync(engine.plan, '{ "resourcePlans": {} }');
            } else engine.appliedPlan = getOption("--plan") === engine.plan && existsSync(engine.plan);
            return "";
        },
    };
    return engine;
}
