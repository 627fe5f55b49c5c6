import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatResourceLabel } from "../../policy-pack/pricing/cost";
import type { Inputs } from "../../policy-pack/pricing/inputs";
import type { Project, PulumiCli, RunOptions } from "./cli";
import { useTempFolder } from "./temp-dir";

interface StepEventState {
    custom?: boolean;
    /** A secret among them is `[secret]`. */
    inputs?: Inputs;
}

interface StepEvent {
    metadata: { op: string; urn: string; type: string; old?: StepEventState | null; new?: StepEventState | null };
}

interface PolicyPackRef {
    policyPackName: string;
    policyPackVersion: string;
}

/** What the engine tells of a preview or an update, as far as anybody here looks into it. */
export interface EngineEvent {
    /** A step that is to be taken, one that was taken, and one that failed. */
    resourcePreEvent?: StepEvent;
    resOutputsEvent?: StepEvent;
    resOpFailedEvent?: StepEvent;
    /** What a policy said, whatever it is worth: `mandatory`, `advisory`. */
    policyEvent?: PolicyPackRef & {
        policyName: string;
        resourceUrn?: string;
        enforcementLevel: string;
        message: string;
    };
    /** That a pack has judged a resource, and the stack as a whole; whatever it said. */
    policyAnalyzeSummaryEvent?: PolicyPackRef & { resourceUrn: string };
    policyAnalyzeStackSummaryEvent?: PolicyPackRef;
}

/** Runs Pulumi, and resolves with what its engine told, and with the failure if it ended with one. */
export function runWithEventLog(
    pulumi: PulumiCli,
    project: Project,
    args: string[],
    { variables, ...options }: RunOptions,
): Promise<{ events: EngineEvent[]; failure?: Error }> {
    return useTempFolder(async (folder) => {
        const file = join(folder, "events.json");
        // As Pulumi's own Automation API has it; without the variable the CLI does not know the option.
        const failure = await pulumi(project, [...args, "--event-log", file], {
            ...options,
            variables: { ...variables, PULUMI_DEBUG_COMMANDS: "true" },
        }).then(
            () => undefined,
            (error: Error) => error,
        );
        return { events: existsSync(file) ? parseEventLog(readFileSync(file, "utf8")) : [], failure };
    });
}

/** The events of a log, one a line; what an engine that was killed had half written is none. */
export const parseEventLog = (eventLog: string): EngineEvent[] =>
    eventLog
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));

/** What becomes of one resource. */
export interface ResourceChange {
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
const ignoredOps: readonly string[] = [
    ...["read", "read-replacement", "discard", "discard-replaced"],
    ...["refresh", "diff", "remove-pending-replace"],
];

/** A replacement is some steps more than one. */
const normalizedOps: Record<string, string> = {
    import: "create",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    "import-replacement": "replace",
};

/** What steps come to, resource by resource; of a preview they are to be taken, of an update they were. */
export function listChanges(
    events: readonly EngineEvent[],
    eventKind: "resourcePreEvent" | "resOutputsEvent",
): ResourceChange[] {
    const changes = new Map<string, ResourceChange>();
    for (const { [eventKind]: step } of events) {
        if (!step || ignoredOps.includes(step.metadata.op)) continue;
        const { urn, type, old, new: next } = step.metadata;
        const op = normalizedOps[step.metadata.op] ?? step.metadata.op;
        const earlier = changes.get(urn);
        changes.set(urn, {
            urn,
            type,
            // One that is left from a replacement which failed half way goes beside the one that stays.
            op: earlier && earlier.op !== op ? "replace" : op,
            custom: (next ?? old)?.custom ?? earlier?.custom ?? false,
            before: earlier?.before ?? old?.inputs,
            after: earlier?.after ?? next?.inputs,
        });
    }
    return [...changes.values()];
}

/** What a policy said. */
export interface PolicyMessage {
    policy: string;
    /** What it is about; left out, the stack. */
    urn?: string;
    level: string;
    message: string;
}

/** What a policy pack made of a layer. */
export interface PolicyEvaluation {
    /** Name and version, which says of which files: `devmin 0.1.0+3f2a8c0d9b1e`. */
    pack: string;
    /** How many resources it judged, and the stack as a whole. */
    judged: number;
    said: PolicyMessage[];
}

/**
 * What this pack made of a layer. Throws, with what to do, unless it judged each resource that is to be there, and the stack as a whole:
 * an engine without a pack, with another one or with one that left something out is none to go on with.
 */
export function requirePolicyCoverage(events: readonly EngineEvent[], pack: string, layer: string): PolicyEvaluation {
    const formatPackName = ({ policyPackName, policyPackVersion }: PolicyPackRef) =>
        `${policyPackName} ${policyPackVersion}`;
    const summaries = events.flatMap(({ policyAnalyzeSummaryEvent: summary }) => summary ?? []);
    const evaluatedUrns = new Set(
        summaries.filter((each) => formatPackName(each) === pack).map(({ resourceUrn }) => resourceUrn),
    );
    const notEvaluated = listChanges(events, "resourcePreEvent").filter(
        ({ op, urn }) => op !== "delete" && !evaluatedUrns.has(urn),
    );
    const isStackEvaluated = events.some(
        ({ policyAnalyzeStackSummaryEvent }) =>
            policyAnalyzeStackSummaryEvent && formatPackName(policyAnalyzeStackSummaryEvent) === pack,
    );
    if (!isStackEvaluated || notEvaluated.length > 0) {
        const otherPacks = new Set(summaries.map(formatPackName).filter((name) => name !== pack));
        const missingNames = notEvaluated.map(({ urn }) => formatResourceLabel(urn));
        const otherPacksText = otherPacks.size ? `${[...otherPacks].join(" and ")} did` : "none did";
        const because =
            evaluatedUrns.size === 0
                ? otherPacksText
                : `it left out ${missingNames.join(", ") || "the stack as a whole"}`;
        throw new Error(
            `the policy pack ${pack} must judge all of ${layer} before it changes, but ${because}: ` +
                "see what the pulumi on PATH makes of PULUMI_OPTION_POLICY_PACK.",
        );
    }
    const policyEvents = events.flatMap(({ policyEvent }) =>
        policyEvent && formatPackName(policyEvent) === pack ? policyEvent : [],
    );
    return {
        pack,
        judged: evaluatedUrns.size,
        said: policyEvents.map(({ policyName, resourceUrn, enforcementLevel, message }) => ({
            policy: policyName,
            urn: resourceUrn,
            level: enforcementLevel,
            message: message.trim(),
        })),
    };
}
