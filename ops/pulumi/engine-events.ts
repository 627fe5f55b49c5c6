import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatResourceLabel } from "../../policy-pack/pricing/cost";
import type { Inputs } from "../../policy-pack/pricing/inputs";
import type { Project } from "../projects";
import type { PulumiCli, RunOptions } from "./cli";
import { createTempFolder } from "./temp-dir";

interface StepEventState {
    custom?: boolean;
    /** Secret values are `[secret]`. */
    inputs?: Inputs;
}

interface StepEvent {
    metadata: { op: string; urn: string; type: string; old?: StepEventState | null; new?: StepEventState | null };
}

interface PolicyPackRef {
    policyPackName: string;
    policyPackVersion: string;
}

/** The engine events of a preview or an update, as far as they are read here. */
export interface EngineEvent {
    /** A planned step, a completed step, and a failed step. */
    resourcePreEvent?: StepEvent;
    resOutputsEvent?: StepEvent;
    resOpFailedEvent?: StepEvent;
    /** A policy's message, at any enforcement level: `mandatory`, `advisory`. */
    policyEvent?: PolicyPackRef & {
        policyName: string;
        resourceUrn?: string;
        enforcementLevel: string;
        message: string;
    };
    /** That a pack has evaluated a resource, or the stack as a whole, with or without messages. */
    policyAnalyzeSummaryEvent?: PolicyPackRef & { resourceUrn: string };
    policyAnalyzeStackSummaryEvent?: PolicyPackRef;
}

/** Runs Pulumi. Resolves with its engine events, and with the failure if there was one. */
export async function runWithEventLog(
    pulumi: PulumiCli,
    project: Project,
    args: string[],
    { variables, ...options }: RunOptions,
): Promise<{ events: EngineEvent[]; failure?: Error }> {
    using folder = createTempFolder();
    const file = join(folder.path, "events.json");
    // As Pulumi's Automation API does; without the variable the CLI does not know the option.
    const failure = await pulumi(project, [...args, "--event-log", file], {
        ...options,
        variables: { ...variables, PULUMI_DEBUG_COMMANDS: "true" },
    }).then(
        () => undefined,
        (error: Error) => error,
    );
    return { events: existsSync(file) ? parseEventLog(readFileSync(file, "utf8")) : [], failure };
}

/** Parses an event log, one event per line. A line that a killed engine left incomplete is ignored. */
export const parseEventLog = (eventLog: string): EngineEvent[] =>
    eventLog
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));

/** The change of one resource. */
export interface ResourceChange {
    urn: string;
    type: string;
    /** `create`, `update`, `replace`, `delete`, or `same`. */
    op: string;
    /** Whether a provider manages it; a component exists only in the state. */
    custom: boolean;
    /** Its inputs before and after; a created resource has none before, a deleted one none after. */
    before?: Inputs;
    after?: Inputs;
}

/** Steps that only read, or only clean up the state. */
const ignoredOps: readonly string[] = [
    ...["read", "read-replacement", "discard", "discard-replaced"],
    ...["refresh", "diff", "remove-pending-replace"],
];

/** A replacement consists of several steps. */
const normalizedOps: Record<string, string> = {
    import: "create",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    "import-replacement": "replace",
};

/** The changes per resource: planned ones from `resourcePreEvent`, completed ones from `resOutputsEvent`. */
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
            // A resource left over from a replacement that failed half way is deleted beside the one that stays.
            op: earlier && earlier.op !== op ? "replace" : op,
            custom: (next ?? old)?.custom ?? earlier?.custom ?? false,
            before: earlier?.before ?? old?.inputs,
            after: earlier?.after ?? next?.inputs,
        });
    }
    return [...changes.values()];
}

/** A message of a policy. */
export interface PolicyMessage {
    policy: string;
    /** The resource it is about. @default the stack */
    urn?: string;
    level: string;
    message: string;
}

/** A policy pack's evaluation of a layer. */
export interface PolicyEvaluation {
    /** Name and version with a digest of the files: `devmin 0.1.0+3f2a8c0d9b1e`. */
    pack: string;
    /** How many resources it evaluated, besides the stack as a whole. */
    judged: number;
    said: PolicyMessage[];
}

/**
 * Returns this pack's evaluation of a layer. Throws, naming what to do, unless it evaluated each resource that is to exist and
 * the stack as a whole: an engine without a pack, with another one, or with one that skipped something must not continue.
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
        const otherPacksText = otherPacks.size ? `only ${[...otherPacks].join(" and ")} did` : "no pack did";
        const because =
            evaluatedUrns.size === 0
                ? otherPacksText
                : `it did not evaluate ${missingNames.join(", ") || "the stack as a whole"}`;
        throw new Error(
            `policy pack ${pack} must evaluate all of ${layer} before it changes, but ${because}: ` +
                "check that the pulumi on PATH supports PULUMI_OPTION_POLICY_PACK.",
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
