import { hostname } from "node:os";
import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { readObjectBytes } from "../audit/log";
import { createS3Client, ignoreMissingObject } from "../clients/aws";
import type { Environment } from "../environment";
import { getPulumiProjectName, type Project } from "./cli";
import { isHolderGone, type LockHolder } from "./state";

/** A lock object, and who wrote it. */
interface Lock {
    key: string;
    holder: LockHolder;
}

/** The locks of a project. */
export async function listLocks(env: Environment, project: Project): Promise<Lock[]> {
    const s3 = createS3Client(env);
    const Bucket = env.stateBucket;
    const Prefix = `.pulumi/locks/organization/${getPulumiProjectName(project)}/${env.stack}/`;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const locks = Contents.map(async ({ Key: key = "" }) => {
        const bytes = await readObjectBytes(s3, Bucket, key).catch(ignoreMissingObject); // its update may end while this is asked
        return bytes ? [{ key, holder: JSON.parse(Buffer.from(bytes).toString("utf8")) }] : [];
    });
    return (await Promise.all(locks)).flat();
}

/** Whether an update of this project ended without taking its lock with it. */
export async function hasStaleLock(env: Environment, project: Project): Promise<boolean> {
    const locks = await listLocks(env, project);
    return locks.length > 0 && locks.every(({ holder }) => isHolderGone(holder));
}

/** Refuses, with what to do, while a project is locked, by a process that lives or by one that left its lock. */
export async function assertUnlocked(env: Environment, project: Project): Promise<void> {
    for (const { holder } of await listLocks(env, project)) throw new Error(formatLockMessage(project, holder));
}

/** Removes the locks of processes of this machine that are gone; a lock of one that may live is refused. */
export async function removeStaleLocks(env: Environment, project: Project): Promise<string[]> {
    const s3 = createS3Client(env);
    const removed: string[] = [];
    for (const { key, holder } of await listLocks(env, project)) {
        if (!isHolderGone(holder)) throw new Error(formatLockMessage(project, holder));
        await s3.send(new DeleteObjectCommand({ Bucket: env.stateBucket, Key: key }));
        removed.push(formatHolder(holder));
    }
    return removed;
}

const formatHolder = ({ username, hostname: host, pid, timestamp }: LockHolder) =>
    `${username}@${host} (process ${pid}, since ${timestamp})`;

function formatLockMessage(project: Project, holder: LockHolder): string {
    const prefix = `${project} is locked by ${formatHolder(holder)}, and`;
    if (isHolderGone(holder))
        return `${prefix} that process is gone: run ./devmin recover ${project}, and then this again.`;
    const reason = holder.hostname === hostname() ? "that process runs" : "that is another machine";
    return `${prefix} ${reason}: wait for it, or, if you know that it is dead, run pulumi cancel -C ${project}.`;
}
