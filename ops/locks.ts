import { hostname } from "node:os";
import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { s3In } from "./clouds";
import type { Environment } from "./environment";
import { bytesOf } from "./evidence";
import { type Project, pulumiProject } from "./pulumi";
import { type Holder, isGone } from "./state";

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
export async function clearLocks(env: Environment, project: Project): Promise<string[]> {
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
