import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import {
    GetObjectCommand,
    HeadBucketCommand,
    HeadObjectCommand,
    type HeadObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { absent, s3In } from "./clouds";
import type { Environment } from "./environment";
import { type Project, pulumiProject } from "./pulumi";

/** What a state file tells without being decrypted. */
export interface StateSummary {
    resources: number;
    /** `passphrase`, `cloud` (a KMS key); undefined for a stack that was never updated. */
    secretsProvider: string | undefined;
    /** How much was on its way when an update was killed. */
    pending: number;
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
    propertyDependencies?: Record<string, string[]>;
    outputs?: Record<string, unknown>;
}

interface Latest {
    resources?: StateResource[];
    secrets_providers?: { type: string };
    pending_operations?: unknown[];
}

/** Where a backend keeps a project's state, below its root. */
export const stateFile = (project: Project, stack: string) => `.pulumi/stacks/${pulumiProject(project)}/${stack}.json`;

/** A project's state in core's bucket; undefined while there is none, or no bucket. */
export async function stateInBucket(env: Environment, project: Project): Promise<StateSummary | undefined> {
    const latest = await latestInBucket(env, project);
    return latest && summaryOf(latest);
}

/** What a project's state in core's bucket holds; undefined while there is no state, or no bucket. */
export async function resourcesInBucket(env: Environment, project: Project): Promise<StateResource[] | undefined> {
    const latest = await latestInBucket(env, project);
    return latest && (latest.resources ?? []);
}

/**
 * What a project exported, as its last update left it; an empty object while it is not up. Read from the state as it
 * stands, because Pulumi itself opens a stack's key before it shows even outputs that are no secret.
 */
export async function outputsInBucket(env: Environment, project: Project): Promise<Record<string, unknown>> {
    const resources = (await resourcesInBucket(env, project)) ?? [];
    return resources.find(({ type, parent }) => type === "pulumi:pulumi:Stack" && !parent)?.outputs ?? {};
}

async function latestInBucket(env: Environment, project: Project): Promise<Latest | undefined> {
    const command = new GetObjectCommand({ Bucket: env.stateBucket, Key: stateFile(project, env.stack) });
    const object = await s3In(env).send(command).catch(absent);
    return object && latestOf((await object.Body?.transformToString()) ?? "");
}

/** What S3 says of a project's state: which version it is, and since when; undefined while there is none. */
export const stateObject = (env: Environment, project: Project): Promise<HeadObjectCommandOutput | undefined> =>
    s3In(env)
        .send(new HeadObjectCommand({ Bucket: env.stateBucket, Key: stateFile(project, env.stack) }))
        .catch(absent);

/** Whether core's bucket is there, whatever it holds. */
export const bucketIsThere = async (env: Environment) =>
    (await s3In(env)
        .send(new HeadBucketCommand({ Bucket: env.stateBucket }))
        .catch(absent)) !== undefined;

/** A project's state in a local folder; undefined while there is none. */
export function stateInFolder(folder: string, project: Project, stack: string): StateSummary | undefined {
    const file = join(folder, stateFile(project, stack));
    return existsSync(file) ? summaryOf(latestOf(readFileSync(file, "utf8"))) : undefined;
}

/** What a state file says, without what the engine alone needs; a stack that was only made says nothing. */
const latestOf = (json: string): Latest => JSON.parse(json || "{}").checkpoint?.latest ?? {};

/** How many resources a state file holds. */
export const resourcesIn = (json: string) => summaryOf(latestOf(json)).resources;

const summaryOf = ({ resources = [], secrets_providers, pending_operations = [] }: Latest): StateSummary => ({
    resources: resources.length,
    secretsProvider: secrets_providers?.type,
    pending: pending_operations.length,
});

/** The locks of a local state, and who holds each. */
export function locksInFolder(folder: string): { path: string; holder: Holder }[] {
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
export function clearDeadLocks(folder: string): string[] {
    const dead = locksInFolder(folder).filter(({ holder }) => isGone(holder));
    for (const { path } of dead) rmSync(path);
    return dead.map(({ path }) => path);
}

/** Who holds a lock, as Pulumi writes it. */
export interface Holder {
    pid: number;
    username: string;
    hostname: string;
    timestamp: string;
}

/** Whether the holder of a lock is known to be gone; of another machine's nothing is known. */
export const isGone = ({ pid, hostname: host }: Holder) => host === hostname() && !isAlive(pid);

/** One that has ended, and was not yet asked about by its parent, still has its number: it is none that lives. */
function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return process.platform !== "linux" || !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
