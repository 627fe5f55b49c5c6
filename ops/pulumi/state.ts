import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import {
    GetObjectCommand,
    HeadBucketCommand,
    HeadObjectCommand,
    type HeadObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { createS3Client, ignoreMissingObject } from "../clients/aws";
import type { Environment } from "../environment";
import { getPulumiProjectName, type Project } from "./cli";

/** What a state file tells without being decrypted. */
export interface StateSummary {
    resources: number;
    /** `passphrase`, `cloud` (a KMS key); undefined for a stack that was never updated. */
    secretsProvider: string | undefined;
    /** How much was on its way when an update was killed. */
    pendingOperations: number;
}

/** A resource as a state has it, as far as anybody here looks into it. */
export interface StateResource {
    urn: string;
    type: string;
    /** Whether a provider made it; a component is in the state alone. */
    custom?: boolean;
    /** Whether it was only read. */
    external?: boolean;
    protect?: boolean;
    parent?: string;
    /** What the provider knows it by; a component has none. */
    id?: string;
    /** What it was declared with; secrets are marked, and stay closed. */
    inputs?: Record<string, unknown>;
    /** Per input, the URNs of what it was made from. */
    propertyDependencies?: Readonly<Record<string, readonly string[]>>;
    outputs?: Record<string, unknown>;
}

interface Checkpoint {
    resources?: StateResource[];
    secrets_providers?: { type: string };
    pending_operations?: unknown[];
}

/** Where a backend keeps a project's state, below its root. */
export const buildStatePath = (project: Project, stack: string) =>
    `.pulumi/stacks/${getPulumiProjectName(project)}/${stack}.json`;

/** A project's state in core's bucket; undefined while there is none, or no bucket. */
export async function readStateSummary(env: Environment, project: Project): Promise<StateSummary | undefined> {
    const checkpoint = await readCheckpoint(env, project);
    return checkpoint && summarizeCheckpoint(checkpoint);
}

/** What a project's state in core's bucket holds; undefined while there is no state, or no bucket. */
export async function readStateResources(env: Environment, project: Project): Promise<StateResource[] | undefined> {
    const checkpoint = await readCheckpoint(env, project);
    return checkpoint && (checkpoint.resources ?? []);
}

/**
 * What a project exported, as its last update left it; an empty object while it is not up. Read from the state as it
 * stands, because Pulumi itself opens a stack's key before it shows even outputs that are no secret.
 */
export async function readStackOutputs(env: Environment, project: Project): Promise<Record<string, unknown>> {
    const resources = (await readStateResources(env, project)) ?? [];
    return resources.find(({ type, parent }) => type === "pulumi:pulumi:Stack" && !parent)?.outputs ?? {};
}

async function readCheckpoint(env: Environment, project: Project): Promise<Checkpoint | undefined> {
    const command = new GetObjectCommand({ Bucket: env.stateBucket, Key: buildStatePath(project, env.stack) });
    const object = await createS3Client(env).send(command).catch(ignoreMissingObject);
    return object && parseCheckpoint((await object.Body?.transformToString()) ?? "");
}

/** What S3 says of a project's state: which version it is, and since when; undefined while there is none. */
export const readStateObject = (env: Environment, project: Project): Promise<HeadObjectCommandOutput | undefined> =>
    createS3Client(env)
        .send(new HeadObjectCommand({ Bucket: env.stateBucket, Key: buildStatePath(project, env.stack) }))
        .catch(ignoreMissingObject);

/** Whether core's bucket is there, whatever it holds. */
export const hasStateBucket = async (env: Environment) =>
    (await createS3Client(env)
        .send(new HeadBucketCommand({ Bucket: env.stateBucket }))
        .catch(ignoreMissingObject)) !== undefined;

/** A project's state in a local folder; undefined while there is none. */
export function readLocalStateSummary(folder: string, project: Project, stack: string): StateSummary | undefined {
    const file = join(folder, buildStatePath(project, stack));
    return existsSync(file) ? summarizeCheckpoint(parseCheckpoint(readFileSync(file, "utf8"))) : undefined;
}

/** What a state file says, without what the engine alone needs; a stack that was only made says nothing. */
const parseCheckpoint = (json: string): Checkpoint => JSON.parse(json || "{}").checkpoint?.latest ?? {};

/** How many resources a state file holds. */
export const countResources = (json: string) => summarizeCheckpoint(parseCheckpoint(json)).resources;

const summarizeCheckpoint = ({
    resources = [],
    secrets_providers,
    pending_operations = [],
}: Checkpoint): StateSummary => ({
    resources: resources.length,
    secretsProvider: secrets_providers?.type,
    pendingOperations: pending_operations.length,
});

/** The locks of a local state, and who holds each. */
export function listLocalLocks(folder: string): { path: string; holder: LockHolder }[] {
    const locks = join(folder, ".pulumi", "locks");
    if (!existsSync(locks)) return [];
    return readdirSync(locks, { recursive: true, encoding: "utf8" })
        .map((name) => join(locks, name))
        .filter((path) => statSync(path).isFile() && path.endsWith(".json"))
        .map((path) => ({ path, holder: JSON.parse(readFileSync(path, "utf8")) }));
}

/**
 * Removes the locks that dead processes of this machine left in a local state; a lock of one that lives stays, and Pulumi
 * names its holder.
 */
export function removeStaleLocalLocks(folder: string): string[] {
    const staleLocks = listLocalLocks(folder).filter(({ holder }) => isHolderGone(holder));
    for (const { path } of staleLocks) rmSync(path);
    return staleLocks.map(({ path }) => path);
}

/** Who holds a lock, as Pulumi writes it. */
export interface LockHolder {
    pid: number;
    username: string;
    hostname: string;
    timestamp: string;
}

/** Whether the holder of a lock is known to be gone; of another machine's nothing is known. */
export const isHolderGone = ({ pid, hostname: host }: LockHolder) => host === hostname() && !isProcessAlive(pid);

/** One that has ended, and was not yet asked about by its parent, still has its number: it is none that lives. */
function isProcessAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return process.platform !== "linux" || !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
