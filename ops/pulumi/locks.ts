import { hostname } from "node:os";
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { type AwsClients, ignoreMissingObject, readObjectBytes } from "../clients/aws";
import type { Environment } from "../environment";
import { getPulumiProjectName, type Project } from "../projects";
import { isHolderGone, type LockHolder } from "./state";

/** A lock object and its holder. */
interface Lock {
    key: string;
    holder: LockHolder;
}

export async function listLocks(env: Environment, aws: AwsClients, project: Project): Promise<Lock[]> {
    const s3 = aws.create(S3Client);
    const Bucket = env.stateBucket;
    const Prefix = `.pulumi/locks/organization/${getPulumiProjectName(project)}/${env.stack}/`;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const locks = Contents.map(async ({ Key: key = "" }) => {
        const bytes = await readObjectBytes(s3, Bucket, key).catch(ignoreMissingObject); // its update may end in between
        return bytes ? [{ key, holder: JSON.parse(Buffer.from(bytes).toString("utf8")) }] : [];
    });
    return (await Promise.all(locks)).flat();
}

/** Whether an update of this project ended without removing its lock. */
export async function hasStaleLock(env: Environment, aws: AwsClients, project: Project): Promise<boolean> {
    const locks = await listLocks(env, aws, project);
    return locks.length > 0 && locks.every(({ holder }) => isHolderGone(holder));
}

/** Throws, naming what to do, while a project is locked, by a running process or by one that left its lock. */
export async function assertUnlocked(env: Environment, aws: AwsClients, project: Project): Promise<void> {
    for (const { holder } of await listLocks(env, aws, project)) throw new Error(formatLockMessage(project, holder));
}

/** Removes the locks of dead processes of this machine, and returns their holders. Throws when a holder may still be running. */
export async function removeStaleLocks(env: Environment, aws: AwsClients, project: Project): Promise<string[]> {
    const s3 = aws.create(S3Client);
    const removed: string[] = [];
    for (const { key, holder } of await listLocks(env, aws, project)) {
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
        return `${prefix} that process has ended: run ./devmin recover ${project}, then the same command again.`;
    const reason = holder.hostname === hostname() ? "that process is running" : "that is another machine";
    return `${prefix} ${reason}: wait for it, or, if you know that it has ended, run pulumi cancel -C ${project}.`;
}
