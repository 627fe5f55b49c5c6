import { existsSync, writeFileSync } from "node:fs";
import type { EngineEvent } from "../../../ops/pulumi/engine-events";
import { getPolicyPackId } from "../../../ops/pulumi/plan";

/** The pack that judges in these events. */
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

/** A step on a resource, as the engine tells it before or after it is taken. */
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

/** As a judgement has it. */
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

/** A preview in which all is judged, in the order in which an engine tells it. */
export const buildPreviewEvents = (): EngineEvent[] => [
    ...[urns.stack, urns.cluster, urns.schedule].map(buildAnalyzeEvent),
    ...stepMetadata.map((resourcePreEvent) => ({ resourcePreEvent })),
    costEvent,
    { policyAnalyzeStackSummaryEvent: policyPack },
];

/** The update after it. */
export const buildUpdateEvents = (): EngineEvent[] => [
    ...buildPreviewEvents(),
    ...stepMetadata.map((resOutputsEvent) => ({ resOutputsEvent })),
];

/** As `--event-log` writes them. */
export const formatEventLog = (events: readonly EngineEvent[]) =>
    events.map((event) => `${JSON.stringify(event)}\n`).join("");

/** Pulumi as far as an update asks it, in a clone: with the pack that is there it judges all of a preview and of an update. */
export function createFakeEngine(root: string) {
    const events: Record<string, EngineEvent[]> = { preview: buildPreviewEvents(), up: buildUpdateEvents() };
    const failures: Record<string, Error> = {};
    const commands: string[] = [];
    const engine = {
        told: events,
        /** What a command ends with, where that is not well. */
        fails: failures,
        /** The commands, by their words and without the files. */
        ran: commands,
        /** The plan that the last preview wrote. */
        plan: "",
        /** Whether the last update was given it, while it was there. */
        didAsPlanned: false,
        async pulumi(layer: string, args: string[]) {
            const [command = ""] = args;
            commands.push([layer, ...args.filter((word) => !word.startsWith("/"))].join(" "));
            if (!events[command]) return ""; // it has nothing to tell, as of a configuration that is set
            const getArgument = (word: string) => args[args.indexOf(word) + 1] as string;
            const [, version = ""] = getPolicyPackId({ root }).split(" ");
            writeFileSync(
                getArgument("--event-log"),
                formatEventLog(events[command]).replaceAll(policyPack.policyPackVersion, version),
            );
            if (failures[command]) throw failures[command];
            if (command === "preview") {
                engine.plan = getArgument("--save-plan");
                writeFileSync(engine.plan, '{ "resourcePlans": {} }');
            } else engine.didAsPlanned = getArgument("--plan") === engine.plan && existsSync(engine.plan);
            return "";
        },
    };
    return engine;
}
