import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { s3In } from "./clouds";
import type { Environment } from "./environment";
import { bytesOf } from "./evidence";
import { type Project, type Pulumi, pulumiProject, type Say } from "./pulumi";
import { type Holder, isGone } from "./state";

/** A creation that was on its way when the engine lost the state store or was killed: it may have happened or not. */
export interface PendingCreate {
    urn: string;
    type: string;
    custom: boolean;
    /** The provider's URN and id, joined by `::`. */
    provider?: string;
    parent?: string;
    inputs: Record<string, string>;
}

/**
 * The provider's id of what cannot be made twice, from its inputs. What is not here is either made again without harm
 * (a policy is put, a cluster is found) or gets a new id each time, and then nobody but the cloud knows the first.
 */
const idOf: Record<
    string,
    (inputs: Record<string, string>, env: Pick<Environment, "account" | "region">) => string | undefined
> = {
    "aws:s3/bucket:Bucket": ({ bucket }) => bucket,
    "aws:kms/alias:Alias": ({ name }) => name,
    "aws:iam/role:Role": ({ name }) => name,
    "aws:cloudwatch/logGroup:LogGroup": ({ name }) => name,
    "aws:budgets/budget:Budget": ({ name }, { account }) => `${account}:${name}`,
    "aws:ecs/service:Service": ({ name, cluster = "" }, { account, region }) =>
        `arn:aws:ecs:${region}:${account}:service/${cluster.split("/").at(-1)}/${name}`,
};

/** Types a second one of which is the first again. */
const again =
    /^aws:(s3\/bucket[A-Z]\w*|iam\/rolePolicy|ecs\/(cluster|clusterCapacityProviders)|ec2\/route(TableAssociation)?):/;

/**
 * After an update that was killed, or lost the state store on its way: removes the locks its dead process left, takes what
 * it made but could not write down into the state, and refreshes. Resolves with what only a look at the cloud can tell.
 */
export async function recover(env: Environment, pulumi: Pulumi, project: Project, say: Say): Promise<string[]> {
    for (const lock of await clearLocks(env, project)) say(`removed the lock of ${lock}`);
    const { version, deployment } = JSON.parse(await pulumi(project, ["stack", "export"]));
    const { mended, found, open } = mend(deployment, env);
    for (const { urn, id } of found) say(`${nameOf(urn)} goes on as ${id}, if it is there`);
    await withFile(JSON.stringify({ version, deployment: mended }), (file) =>
        pulumi(project, ["stack", "import", "--file", file]),
    );
    // What was not made after all is not there, and so leaves the state again.
    await pulumi(project, ["refresh", "--yes", "--skip-preview"], { say });
    return open.map(
        ({ urn, type }) =>
            `${type} ${nameOf(urn)} may have been made and is in no state: look for it by its name or tags, and remove it.`,
    );
}

/** A state as Pulumi exports it, as far as this looks into it. */
export interface Deployment {
    /** Absent from the state of a stack that has nothing yet. */
    resources?: { urn: string; id?: string }[];
    pending_operations?: { type: string; resource: PendingCreate }[];
}

/**
 * A state without pending operations: of what was being created, `found` went into it under the id it must have, and
 * `open` could have been made under an id that only the cloud knows.
 */
export function mend(deployment: Deployment, env: Pick<Environment, "account" | "region">) {
    const { resources = [] } = deployment;
    const ids = new Map(resources.map(({ urn, id }) => [urn, id]));
    const creations = (deployment.pending_operations ?? [])
        // Components and providers are made in the state alone.
        .filter(({ type, resource }) => type === "creating" && resource.custom && !resource.type.startsWith("pulumi:"))
        .filter(({ resource }) => !ids.has(resource.urn))
        .map(({ resource }) => [resource.urn, resource] as const);
    const pending = [...new Map(creations).values()]; // of several attempts the last
    const found = pending.flatMap((resource) => {
        const { type, inputs, parent = "" } = resource;
        const provider = resource.provider?.split("::").slice(0, -1).join("::") ?? "";
        // What it hangs on may itself not have been written down; then there is nothing to put it under.
        const id = ids.has(provider) && ids.has(parent) && idOf[type]?.(inputs, env);
        return id ? [{ ...resource, id, outputs: inputs, provider: `${provider}::${ids.get(provider)}` }] : [];
    });
    const taken = new Set(found.map(({ urn }) => urn));
    const open = pending.filter(({ urn, type }) => !taken.has(urn) && !again.test(type));
    const mended = { ...deployment, resources: [...resources, ...found], pending_operations: [] };
    return { mended, found, open };
}

const nameOf = (urn: string) => urn.split("::").at(-1);

/** A lock object, and who wrote it. */
interface Lock {
    key: string;
    holder: Holder;
}

async function locksOf(env: Environment, project: Project): Promise<Lock[]> {
    const s3 = s3In(env);
    const Bucket = env.stateBucket;
    const Prefix = `.pulumi/locks/organization/${pulumiProject(project)}/${env.stack}/`;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Promise.all(
        Contents.map(async ({ Key: key = "" }) => ({
            key,
            holder: JSON.parse(Buffer.from(await bytesOf(s3, Bucket, key)).toString("utf8")),
        })),
    );
}

/** Whether an update of this project ended without taking its lock with it. */
export async function isLeftLocked(env: Environment, project: Project): Promise<boolean> {
    const locks = await locksOf(env, project);
    return locks.length > 0 && locks.every(({ holder }) => isGone(holder));
}

/** Removes the locks of processes of this machine that are gone; a lock of one that may live is refused. */
async function clearLocks(env: Environment, project: Project): Promise<string[]> {
    const s3 = s3In(env);
    const removed: string[] = [];
    for (const { key, holder } of await locksOf(env, project)) {
        const who = `${holder.username}@${holder.hostname} (process ${holder.pid}, since ${holder.timestamp})`;
        if (!isGone(holder)) {
            const elsewhere = holder.hostname === hostname() ? "that process runs" : "that is another machine";
            throw new Error(
                `${project} is locked by ${who}, and ${elsewhere}: wait for it, or, if you know that it is dead, run pulumi cancel -C ${project}.`,
            );
        }
        await s3.send(new DeleteObjectCommand({ Bucket: env.stateBucket, Key: key }));
        removed.push(who);
    }
    return removed;
}

/** Hands a text over as a file that only this user can read. */
async function withFile<T>(text: string, use: (file: string) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "devmin-"));
    try {
        writeFileSync(join(folder, "state.json"), text, { mode: 0o600 });
        return await use(join(folder, "state.json"));
    } finally {
        rmSync(folder, { recursive: true });
    }
}
