import { hostname } from "node:os";
import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { absent, s3In } from "./clouds";
import type { Environment } from "./environment";
import { bytesOf } from "./evidence";
import { type Project, pulumiProject } from "./pulumi";
import { type Holder, isGone } from "./state";

/** A lock object, and who wrote it. */
interface Lock {
    key: string;
    holder: Holder;
}

/** The locks of a project. */
export async function locksOf(env: Environment, project: Project): Promise<Lock[]> {
    const s3 = s3In(env);
    const Bucket = env.stateBucket;
    const Prefix = `.pulumi/locks/organization/${pulumiProject(project)}/${env.stack}/`;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const locks = Contents.map(async ({ Key: key = "" }) => {
        const bytes = await bytesOf(s3, Bucket, key).catch(absent); // its update may end while this is asked
        return bytes ? [{ key, holder: JSON.parse(Buffer.from(bytes).toString("utf8")) }] : [];
    });
    return (await Promise.all(locks)).flat();
}

/** Whether an update of this project ended without taking its lock with it. */
export async function isLeftLocked(env: Environment, project: Project): Promise<boolean> {
    const locks = await locksOf(env, project);
    return locks.length > 0 && locks.every(({ holder }) => isGone(holder));
}

/** Refuses, with what to do, while a project is locked, by a process that lives or by one that left its lock. */
export async function demandUnlocked(env: Environment, project: Project): Promise<void> {
    for (const { holder } of await locksOf(env, project)) throw new Error(refusalFor(project, holder));
}

/** Removes the locks of processes of this machine that are gone; a lock of one that may live is refused. */
export async function clearLocks(env: Environment, project: Project): Promise<string[]> {
    const s3 = s3In(env);
    const removed: string[] = [];
    for (const { key, holder } of await locksOf(env, project)) {
        if (!isGone(holder)) throw new Error(refusalFor(project, holder));
        await s3.send(new DeleteObjectCommand({ Bucket: env.stateBucket, Key: key }));
        removed.push(inWords(holder));
    }
    return removed;
}

const inWords = ({ username, hostname: host, pid, timestamp }: Holder) =>
    `${username}@${host} (process ${pid}, since ${timestamp})`;

function refusalFor(project: Project, holder: Holder): string {
    const locked = `${project} is locked by ${inWords(holder)}, and`;
    if (isGone(holder)) return `${locked} that process is gone: run ./devmin recover ${project}, and then this again.`;
    const elsewhere = holder.hostname === hostname() ? "that process runs" : "that is another machine";
    return `${locked} ${elsewhere}: wait for it, or, if you know that it is dead, run pulumi cancel -C ${project}.`;
}
