import { getPulumiProjectName, type Project } from "../projects";

/** A resource in a state, as far as it is read here. */
export interface StateResource {
    urn: string;
    type: string;
    /** Whether a provider manages it; a component exists only in the state. */
    custom?: boolean;
    /** Whether it was only read, not created. */
    external?: boolean;
    protect?: boolean;
    parent?: string;
    /** The provider's id; a component has none. */
    id?: string;
    /** Its declared inputs; secrets are marked, and stay encrypted. */
    inputs?: Record<string, unknown>;
    /** Per input, the URNs that its value depends on. */
    propertyDependencies?: Readonly<Record<string, readonly string[]>>;
    outputs?: Record<string, unknown>;
}

/** The part of a state file that is read here; without properties for a stack that was never updated. */
export interface Checkpoint {
    manifest?: { time: string };
    resources?: StateResource[];
    secrets_providers?: { type: string };
    pending_operations?: unknown[];
}

/** A state file that is whole, or why it is not, as a clause: `it is empty`. */
export type ParsedCheckpoint =
    | { checkpoint: Checkpoint; problem?: undefined }
    | { checkpoint?: undefined; problem: string };

/** A state file as Pulumi writes it, version 3 or 4. Source: apitype.CheckpointV3 and CheckpointV4 in pulumi/pulumi. */
interface CheckpointFile {
    checkpoint: { stack: string; latest?: Checkpoint | null };
}

/** What must be true of a state file, in the order in which it can be asked; each returns what is wrong. */
const rules: readonly ((file: CheckpointFile, project: string, stack: string) => string | false | undefined)[] = [
    (file) => typeof file?.checkpoint?.stack !== "string" && "it is not a Pulumi checkpoint",
    ({ checkpoint }, project, stack) =>
        checkpoint.stack !== `organization/${project}/${stack}` && `it is the state of ${checkpoint.stack}`,
    ({ checkpoint: { latest } }) =>
        !!latest && Number.isNaN(Date.parse(latest.manifest?.time ?? "")) && "its manifest has no time",
    ({ checkpoint: { latest } }) =>
        latest?.resources && !Array.isArray(latest.resources) && "its resources are not a list",
    ({ checkpoint: { latest } }, project, stack) => {
        const foreign = latest?.resources?.findIndex((each) => isForeignUrn(each?.urn, project, stack)) ?? -1;
        return foreign >= 0 && `its resource ${foreign + 1} is of another stack: ${latest?.resources?.[foreign]?.urn}`;
    },
];

/** Whether a URN, `urn:pulumi:STACK::PROJECT::TYPE::NAME`, is missing or names another stack. */
const isForeignUrn = (urn: unknown, project: string, stack: string) => {
    if (typeof urn !== "string") return true;
    const [, ofStack, ofProject] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(urn) ?? [];
    return ofStack !== undefined && (ofStack !== stack || ofProject !== project);
};

/** Reads a state file. What is not the checkpoint of this project's stack is a problem, not an error. */
export function parseCheckpoint(text: string, project: Project, stack: string): ParsedCheckpoint {
    if (text.trim() === "") return { problem: "it is empty" };
    let file: CheckpointFile;
    try {
        file = JSON.parse(text);
    } catch (error) {
        return { problem: `it is not valid JSON: ${(error as Error).message}` };
    }
    for (const findProblem of rules) {
        const problem = findProblem(file, getPulumiProjectName(project), stack);
        if (problem) return { problem };
    }
    return { checkpoint: file.checkpoint.latest ?? {} };
}
