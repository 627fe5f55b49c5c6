import { existsSync, writeFileSync } from "node:fs";
import type { EngineEvent } from "../../ops/events";
import { packOf } from "../../ops/plan";

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

/** As a judgement has it. */
export const said = {
    policy: "stack-cost",
    urn: urns.stack,
    level: "advisory",
    message: "devmin-demo costs 12.66 USD a month.",
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

/** Pulumi as far as an update asks it, in a clone: with the pack that is there it judges all of a preview and of an update. */
export function fakeEngine(root: string) {
    const told: Record<string, EngineEvent[]> = { preview: preview(), up: updated() };
    const fails: Record<string, Error> = {};
    const ran: string[] = [];
    const engine = {
        told,
        /** What a command ends with, where that is not well. */
        fails,
        /** The commands, by their words and without the files. */
        ran,
        /** The plan that the last preview wrote. */
        plan: "",
        /** Whether the last update was given it, while it was there. */
        didAsPlanned: false,
        async pulumi(layer: string, args: string[]) {
            const [command = ""] = args;
            ran.push([layer, ...args.filter((word) => !word.startsWith("/"))].join(" "));
            if (!told[command]) return ""; // it has nothing to tell, as of a configuration that is set
            const after = (word: string) => args[args.indexOf(word) + 1] as string;
            const [, version = ""] = packOf({ root }).split(" ");
            writeFileSync(after("--event-log"), logOf(told[command]).replaceAll(judge.policyPackVersion, version));
            if (fails[command]) throw fails[command];
            if (command === "preview") {
                engine.plan = after("--save-plan");
                writeFileSync(engine.plan, '{ "resourcePlans": {} }');
            } else engine.didAsPlanned = after("--plan") === engine.plan && existsSync(engine.plan);
            return "";
        },
    };
    return engine;
}
