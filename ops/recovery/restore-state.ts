import { ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { readObjectBytes } from "../audit/log";
import { createS3Client } from "../clients/aws";
import type { Environment } from "../environment";
import type { Project } from "../pulumi/cli";
import { buildStatePath, countResources, readStateSummary } from "../pulumi/state";

/** A version of a state that was put back. */
export interface RestoredState {
    versionId: string;
    at: Date;
    resources: number;
}

/**
 * Puts a state that is gone back as its last version was that knew of a resource: one of an empty stack says nothing of
 * what stands. Never over a state that is there: resolves with undefined then, and S3 itself refuses should one come
 * in between.
 */
export async function restoreState(env: Environment, project: Project): Promise<RestoredState | undefined> {
    if (await readStateSummary(env, project)) return undefined;
    const s3 = createS3Client(env);
    const Bucket = env.stateBucket;
    const Key = buildStatePath(project, env.stack);
    // The newest first, as S3 lists them, and before those of longer names: what is not on the first page is very old.
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    for (const { VersionId: versionId = "", LastModified: at = new Date(0) } of Versions.filter((v) => v.Key === Key)) {
        const Body = await readObjectBytes(s3, Bucket, Key, versionId);
        const resources = countResources(Buffer.from(Body).toString("utf8"));
        if (resources === 0) continue;
        await s3.send(new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: "*", ContentType: "application/json" }));
        return { versionId, at, resources };
    }
    throw new Error(
        `${Bucket} holds no state of ${project}, and no version of one that knew of anything: ` +
            "if nothing of it stands, make an empty one with ./devmin bootstrap.",
    );
}
