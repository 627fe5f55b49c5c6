import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import {
    GetObjectCommand,
    HeadObjectCommand,
    type HeadObjectCommandOutput,
    S3Client,
    S3ServiceException,
} from "@aws-sdk/client-s3";
import { isProcessRunning } from "../../util/is-process-running";
import { type AwsClients, ignoreMissingObject } from "../clients/aws";
import type { Environment } from "../environment";
import { getPulumiProjectName, type Project } from "../projects";
import { type Checkpoint, parseCheckpoint, type StateResource } from "./checkpoint";

/** What a state file shows without being decrypted. */
export interface StateSummary {
    resources: number;
    /** `passphrase`, `cloud` (a KMS key); undefined for a stack that was never updated. */
    secretsProvider: string | undefined;
    /** How many operations were running when an update was killed. */
    pendingOperations: number;
}

export type { StateResource } from "./checkpoint";

/** What is wrong with a state in S3. */
export interface StateDamage {
    /** A clause: `it is empty`. */
    problem: string;
    /** The S3 version of the state, or of its delete marker. */
    version?: string;
    /** When that was written. */
    since?: Date;
    /** For a condition on the next write; undefined for a state that was deleted. */
    etag?: string;
    /** Whether it can be read, and is an old version on top of newer ones. @default false */
    isOld?: boolean;
    /** Its manifest's time, if it is old. */
    manifestTime?: string;
}

/** A state that is there and cannot be used: nobody knows what exists until it is restored. */
export class DamagedStateError extends Error {
    constructor(
        readonly project: Project,
        damage: StateDamage,
    ) {
        super(`the state of ${project} is damaged (${formatDamage(damage)}): ${repairs[project]}`);
        this.name = "DamagedStateError";
    }
}

/** What repairs a state. The environment summary owns nothing: its state may as well be empty. */
const repairs: Readonly<Record<Project, string>> = {
    core: "./devmin recover core",
    kafka: "./devmin recover kafka",
    demo: "./devmin recover demo",
    summary: "delete that version of the object in the state bucket, then run ./devmin bootstrap",
};

/** `version V, since T: it is empty`, without what S3 does not say. */
export const formatDamage = ({ version, since, problem }: StateDamage) =>
    `${[version && `version ${version}`, since && `since ${since.toISOString()}`].filter(Boolean).join(", ")}${version || since ? ": " : ""}${problem}`;

/** The path of a project's state, relative to the backend's root. */
export const buildStatePath = (project: Project, stack: string) =>
    `.pulumi/stacks/${getPulumiProjectName(project)}/${stack}.json`;

/**
 * A summary of a project's state in core's bucket; undefined when there is no state, also after it was deleted, or no bucket.
 *
 * @throws DamagedStateError
 */
export async function readStateSummary(
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<StateSummary | undefined> {
    const state = await findState(env, aws, project);
    if (state?.damage?.etag) throw new DamagedStateError(project, state.damage);
    return state?.checkpoint && summarizeCheckpoint(state.checkpoint);
}

/**
 * The resources in a project's state in core's bucket; undefined when there never was a state, or no bucket.
 *
 * @throws DamagedStateError also when the state was deleted
 */
export async function readStateResources(
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<StateResource[] | undefined> {
    const state = await readState(env, aws, project);
    return state && (state.checkpoint.resources ?? []);
}

/**
 * The stack outputs of a project after its last update; an empty object while it is not up. Read from the state file, because
 * Pulumi itself decrypts a stack's key before it shows even plain outputs.
 *
 * @throws DamagedStateError also when the state was deleted
 */
export async function readStackOutputs(
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<Record<string, unknown>> {
    const state = await readState(env, aws, project);
    return state ? getStackOutputs(state.checkpoint) : {};
}

/** A project that is deployed: its outputs and resources, and its state's version, manifest and modification time in S3. */
export interface DeployedState {
    outputs: Record<string, unknown>;
    resources: readonly StateResource[];
    version: string | undefined;
    /** When Pulumi wrote it, by the clock of its machine; undefined for a stack that was never updated. */
    manifestTime?: string;
    modified: Date;
}

/**
 * What is known of a project that is deployed; undefined while it is not.
 *
 * @throws DamagedStateError also when the state was deleted
 */
export async function readDeployedState(
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<DeployedState | undefined> {
    const state = await readState(env, aws, project);
    const outputs = state ? getStackOutputs(state.checkpoint) : {};
    if (!state || Object.keys(outputs).length === 0) return undefined;
    const { version, modified, checkpoint } = state;
    return {
        outputs,
        resources: checkpoint.resources ?? [],
        version,
        manifestTime: checkpoint.manifest?.time,
        modified,
    };
}

/** Throws when the state of one of these projects is damaged or was deleted: before a command has done half of its work. */
export async function assertStatesReadable(
    env: Environment,
    aws: AwsClients,
    needed: readonly Project[],
): Promise<void> {
    for (const project of needed) await readState(env, aws, project);
}

const getStackOutputs = ({ resources = [] }: Checkpoint) =>
    resources.find(({ type, parent }) => type === "pulumi:pulumi:Stack" && !parent)?.outputs ?? {};

/** A state in S3 that can be used, or what is wrong with it. */
type FoundState =
    | { damage?: undefined; checkpoint: Checkpoint; version: string | undefined; modified: Date }
    | { damage: StateDamage; checkpoint?: undefined };

async function readState(env: Environment, aws: AwsClients, project: Project) {
    const state = await findState(env, aws, project);
    if (state?.damage) throw new DamagedStateError(project, state.damage);
    return state;
}

/** Reads a project's state; undefined when there never was one, or no bucket. This is the one place that reads a current state. */
export async function findState(env: Environment, aws: AwsClients, project: Project): Promise<FoundState | undefined> {
    const Key = buildStatePath(project, env.stack);
    try {
        const object = await aws.create(S3Client).send(new GetObjectCommand({ Bucket: env.stateBucket, Key }));
        const { checkpoint, problem } = parseCheckpoint(
            (await object.Body?.transformToString()) ?? "",
            project,
            env.stack,
        );
        const { VersionId: version, LastModified: since, ETag: etag = "*" } = object;
        if (problem !== undefined) return { damage: { problem, version, since, etag } };
        return { checkpoint, version, modified: since ?? new Date(0) };
    } catch (error) {
        const headers = getResponseHeaders(error);
        if (headers["x-amz-delete-marker"] === "true")
            return { damage: { problem: "it was deleted", version: headers["x-amz-version-id"] } };
        if (!isDecryptionError(error)) return ignoreMissingObject(error);
        const {
            VersionId: version,
            LastModified: since,
            ETag: etag = "*",
        } = (await readStateObject(env, aws, project)) ?? {};
        return { damage: { problem: `it cannot be decrypted, ${(error as Error).message}`, version, since, etag } };
    }
}

/** The headers of S3's answer; it says in them that what is missing was deleted. */
const getResponseHeaders = (error: unknown): Partial<Record<string, string>> =>
    (error as { $response?: { headers?: Record<string, string> } }).$response?.headers ?? {};

/** Whether S3 has an object, and its key is disabled, deleted, another's, or refused. */
export const isDecryptionError = (error: unknown) =>
    error instanceof S3ServiceException &&
    (error.name.startsWith("KMS.") || (error.$metadata.httpStatusCode === 403 && /\bkms:/.test(error.message)));

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

/** A summary of a project's state in a local folder; undefined when there is none. Throws, naming the file, when it is damaged. */
export function readLocalStateSummary(folder: string, project: Project, stack: string): StateSummary | undefined {
    const file = join(folder, buildStatePath(project, stack));
    if (!existsSync(file)) return undefined;
    const { checkpoint, problem } = parseCheckpoint(readFileSync(file, "utf8"), project, stack);
    if (checkpoint) return summarizeCheckpoint(checkpoint);
    throw new Error(
        `the local state of ${project} in ${file} is damaged (${problem}): Pulumi's copy of the version before is ${file}.bak; ` +
            "put it in its place, then run ./devmin bootstrap.",
    );
}

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
