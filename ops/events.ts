import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nameIn } from "../policy-pack/catalogue/cost";
import type { Inputs } from "../policy-pack/catalogue/inputs";
import { inPrivateFolder } from "./private-folder";
import type { Project, Pulumi, RunOptions } from "./pulumi";

interface Side {
    custom?: boolean;
    /** A secret among them is `[secret]`. */
    inputs?: Inputs;
}

interface Step {
    metadata: { op: string; urn: string; type: string; old?: Side | null; new?: Side | null };
}

interface Judge {
    policyPackName: string;
    policyPackVersion: string;
}

/** What the engine tells of a preview or an update, as far as anybody here looks into it. */
export interface EngineEvent {
    /** A step that is to be taken, one that was taken, and one that failed. */
    resourcePreEvent?: Step;
    resOutputsEvent?: Step;
    resOpFailedEvent?: Step;
    /** What a policy said, whatever it is worth: `mandatory`, `advisory`. */
    policyEvent?: Judge & { policyName: string; resourceUrn?: string; enforcementLevel: string; message: string };
    /** That a pack has judged a resource, and the stack as a whole; whatever it said. */
    policyAnalyzeSummaryEvent?: Judge & { resourceUrn: string };
    policyAnalyzeStackSummaryEvent?: Judge;
}

/** Runs Pulumi, and resolves with what its engine told, and with the failure if it ended with one. */
export function watched(
    pulumi: Pulumi,
    project: Project,
    args: string[],
    { variables, ...options }: RunOptions,
): Promise<{ events: EngineEvent[]; failure?: Error }> {
    return inPrivateFolder(async (folder) => {
        const file = join(folder, "events.json");
        // As Pulumi's own Automation API has it; without the variable the CLI does not know the option.
        const failure = await pulumi(project, [...args, "--event-log", file], {
            ...options,
            variables: { ...variables, PULUMI_DEBUG_COMMANDS: "true" },
        }).then(
            () => undefined,
            (error: Error) => error,
        );
        return { events: existsSync(file) ? eventsOf(readFileSync(file, "utf8")) : [], failure };
    });
}

/** The events of a log, one a line; what an engine that was killed had half written is none. */
export const eventsOf = (log: string): EngineEvent[] =>
    log
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));

/** What becomes of one resource. */
export interface Change {
    urn: string;
    type: string;
    /** `create`, `update`, `replace`, `delete`, or `same`. */
    op: string;
    /** Whether a provider makes it; a component is in the state alone. */
    custom: boolean;
    /** Its inputs until now, and from now on; a resource that comes has none before, one that goes none after. */
    before?: Inputs;
    after?: Inputs;
}

/** Steps that only look, or only tidy the state. */
const looks: readonly string[] = [
    ...["read", "read-replacement", "discard", "discard-replaced"],
    ...["refresh", "diff", "remove-pending-replace"],
];

/** A replacement is some steps more than one. */
const asOne: Record<string, string> = {
    import: "create",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    "import-replacement": "replace",
};

/** What steps come to, resource by resource; of a preview they are to be taken, of an update they were. */
export function changesIn(events: readonly EngineEvent[], which: "resourcePreEvent" | "resOutputsEvent"): Change[] {
    const changes = new Map<string, Change>();
    for (const { [which]: step } of events) {
        if (!step || looks.includes(step.metadata.op)) continue;
        const { urn, type, old, new: next } = step.metadata;
        const op = asOne[step.metadata.op] ?? step.metadata.op;
        const seen = changes.get(urn);
        changes.set(urn, {
            urn,
            type,
            // One that is left from a replacement which failed half way goes beside the one that stays.
            op: seen && seen.op !== op ? "replace" : op,
            custom: (next ?? old)?.custom ?? seen?.custom ?? false,
            before: seen?.before ?? old?.inputs,
            after: seen?.after ?? next?.inputs,
        });
    }
    return [...changes.values()];
}

/** What a policy said. */
export interface Said {
    policy: string;
    /** What it is about; left out, the stack. */
    urn?: string;
    level: string;
    message: string;
}

/** What a policy pack made of a layer. */
export interface Judgement {
    /** Name and version, which says of which files: `devmin 0.1.0+3f2a8c0d9b1e`. */
    pack: string;
    /** How many resources it judged, and the stack as a whole. */
    judged: number;
    said: Said[];
}

/**
 * What this pack made of a layer. Throws, with what to do, unless it judged each resource that is to be there, and the stack as a whole:
 * an engine without a pack, with another one or with one that left something out is none to go on with.
 */
export function judgementIn(events: readonly EngineEvent[], pack: string, layer: string): Judgement {
    const nameOf = ({ policyPackName, policyPackVersion }: Judge) => `${policyPackName} ${policyPackVersion}`;
    const summaries = events.flatMap(({ policyAnalyzeSummaryEvent: summary }) => summary ?? []);
    const judged = new Set(summaries.filter((each) => nameOf(each) === pack).map(({ resourceUrn }) => resourceUrn));
    const missed = changesIn(events, "resourcePreEvent").filter(({ op, urn }) => op !== "delete" && !judged.has(urn));
    const stack = events.some(({ policyAnalyzeStackSummaryEvent: whole }) => whole && nameOf(whole) === pack);
    if (!stack || missed.length > 0) {
        const others = new Set(summaries.map(nameOf).filter((name) => name !== pack));
        const left = missed.map(({ urn }) => nameIn(urn));
        const instead = others.size ? `${[...others].join(" and ")} did` : "none did";
        const because = judged.size === 0 ? instead : `it left out ${left.join(", ") || "the stack as a whole"}`;
        throw new Error(
            `the policy pack ${pack} must judge all of ${layer} before it changes, but ${because}: ` +
                "see what the pulumi on PATH makes of PULUMI_OPTION_POLICY_PACK.",
        );
    }
    const said = events.flatMap(({ policyEvent }) => (policyEvent && nameOf(policyEvent) === pack ? policyEvent : []));
    return {
        pack,
        judged: judged.size,
        said: said.map(({ policyName, resourceUrn, enforcementLevel, message }) => ({
            policy: policyName,
            urn: resourceUrn,
            level: enforcementLevel,
            message: message.trim(),
        })),
    };
}
