import { ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { s3In } from "./clouds";
import type { Environment } from "./environment";
import { bytesOf } from "./evidence";
import type { Project } from "./pulumi";
import { resourcesIn, stateFile, stateInBucket } from "./state";

/** A version of a state that was put back. */
export interface Restored {
    versionId: string;
    at: Date;
    resources: number;
}

/**
 * Puts a state that is gone back as its last version was that knew of a resource: one of an empty stack says nothing of
 * what stands. Never over a state that is there: resolves with undefined then, and S3 itself refuses should one come
 * in between.
 */
export async function restoreState(env: Environment, project: Project): Promise<Restored | undefined> {
    if (await stateInBucket(env, project)) return undefined;
    const s3 = s3In(env);
    const Bucket = env.stateBucket;
    const Key = stateFile(project, env.stack);
    // The newest first, as S3 lists them, and before those of longer names: what is not on the first page is very old.
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    for (const { VersionId: versionId = "", LastModified: at = new Date(0) } of Versions.filter((v) => v.Key === Key)) {
        const Body = await bytesOf(s3, Bucket, Key, versionId);
        const resources = resourcesIn(Buffer.from(Body).toString("utf8"));
        if (resources === 0) continue;
        await s3.send(new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: "*", ContentType: "application/json" }));
        return { versionId, at, resources };
    }
    throw new Error(
        `${Bucket} holds no state of ${project}, and no version of one that knew of anything: ` +
            "if nothing of it stands, make an empty one with ./devmin bootstrap.",
    );
}
