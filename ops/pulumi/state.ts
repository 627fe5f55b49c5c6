import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import { isProcessRunning } from "../../util/is-process-running";
import { type AwsClients, ignoreMissingObject } from "../clients/aws";
import type { Environment } from "../environment";
import { getPulumiProjectName, type Project } from "../projects";

/** What a state file shows without being decrypted. */
export interface StateSummary {
    resources: number;
    /** `passphrase`, `cloud` (a KMS key); undefined for a stack that was never updated. */
    secretsProvider: string | undefined;
    /** How many operations were running when an update was killed. */
    pendingOperations: number;
}

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

interface Checkpoint {
    resources?: StateResource[];
    secrets_providers?: { type: string };
    pending_operations?: unknown[];
}

/** The path of a project's state, relative to the backend's root. */
export const buildStatePath = (project: Project, stack: string) =>
    `.pulumi/stacks/${getPulumiProjectName(project)}/${stack}.json`;

/** A summary of a project's state in core's bucket; undefined when there is no state, or no bucket. */
export async function readStateSummary(
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<StateSummary | undefined> {
    const checkpoint = await readCheckpoint(env, aws, project);
    return checkpoint && summarizeCheckpoint(checkpoint);
}

/** The resources in a project's state in core's bucket; undefined when there is no state, or no bucket. */
export async function readStateResources(
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<StateResource[] | undefined> {
    const checkpoint = await readCheckpoint(env, aws, project);
    return checkpoint && (checkpoint.resources ?? []);
}

/**
 * The stack outputs of a project after its last update; an empty object while it is not up. Read from the state file, because
 * Pulumi itself decrypts a stack's key before it shows even plain outputs.
 */
export async function readStackOutputs(
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<Record<string, unknown>> {
    const checkpoint = await readCheckpoint(env, aws, project);
    return checkpoint ? getStackOutputs(checkpoint) : {};
}

/** The outputs of a project that is deployed, with its state's version and modification time in S3; undefined while it is not. */
export async function readDeployedState(
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<{ outputs: Record<string, unknown>; version: string | undefined; modified: Date } | undefined> {
    const object = await getStateObject(env, aws, project);
    if (!object) return undefined;
    const outputs = getStackOutputs(parseCheckpoint((await object.Body?.transformToString()) ?? ""));
    if (Object.keys(outputs).length === 0) return undefined;
    return { outputs, version: object.VersionId, modified: object.LastModified ?? new Date(0) };
}

const getStackOutputs = ({ resources = [] }: Checkpoint) =>
    resources.find(({ type, parent }) => type === "pulumi:pulumi:Stack" && !parent)?.outputs ?? {};

async function readCheckpoint(env: Environment, aws: AwsClients, project: Project): Promise<Checkpoint | undefined> {
    const object = await getStateObject(env, aws, project);
    return object && parseCheckpoint((await object.Body?.transformToString()) ?? "");
}

const getStateObject = (env: Environment, aws: AwsClients, project: Project) =>
    aws
        .create(S3Client)
        .send(new GetObjectCommand({ Bucket: env.stateBucket, Key: buildStatePath(project, env.stack) }))
        .catch(ignoreMissingObject);

/** The version and modification time of a project's state in S3; undefined when there is none. */
export const readStateObject = (
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<HeadObjectCommandOutput | undefined> =>
    aws
        .create(S3Client)
        .send(new HeadObjectCommand({ Bucket: env.stateBucket, Key: buildStatePath(project, env.stack) }))
        .catch(ignoreMissingObject);

/** A summary of a project's state in a local folder; undefined when there is none. */
export function readLocalStateSummary(folder: string, project: Project, stack: string): StateSummary | undefined {
    const file = join(folder, buildStatePath(project, stack));
    return existsSync(file) ? summarizeCheckpoint(parseCheckpoint(readFileSync(file, "utf8"))) : undefined;
}

/** The part of a state file that is read here; empty for a stack that was never updated. */
const parseCheckpoint = (json: string): Checkpoint => JSON.parse(json || "{}").checkpoint?.latest ?? {};

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

/** The locks of a local state, with their holders. */
export function listLocalLocks(folder: string): { path: string; holder: LockHolder }[] {
    const locks = join(folder, ".pulumi", "locks");
    if (!existsSync(locks)) return [];
    return readdirSync(locks, { recursive: true, encoding: "utf8" })
        .map((name) => join(locks, name))
        .filter((path) => statSync(path).isFile() && path.endsWith(".json"))
        .map((path) => ({ path, holder: JSON.parse(readFileSync(path, "utf8")) }));
}

/**
 * Removes the locks that dead processes of this machine left in a local state, and returns their paths. The lock of a running
 * process stays, and Pulumi names its holder.
 */
export function removeStaleLocalLocks(folder: string): string[] {
    const staleLocks = listLocalLocks(folder).filter(({ holder }) => isHolderGone(holder));
    for (const { path } of staleLocks) rmSync(path);
    return staleLocks.map(({ path }) => path);
}

/** The holder of a lock, as Pulumi writes it. */
export interface LockHolder {
    pid: number;
    username: string;
    hostname: string;
    timestamp: string;
}

/** Whether the holder of a lock has certainly ended; false for another machine's, of which nothing is known. */
export const isHolderGone = ({ pid, hostname: host }: LockHolder) => host === hostname() && !isProcessRunning(pid);
