import { ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { readObjectBytes } from "../audit/log";
import type { AwsClients } from "../clients/aws";
import type { Environment } from "../environment";
import type { Project } from "../projects";
import { buildStatePath, countResources, readStateSummary } from "../pulumi/state";

/** A restored version of a state. */
export interface RestoredState {
    versionId: string;
    at: Date;
    resources: number;
}

/**
 * Restores a missing state from its last version with at least one resource: the version of an empty stack says nothing about
 * what exists. Never overwrites an existing state: resolves with undefined then, and S3 itself refuses if one appears in
 * between.
 */
export async function restoreState(
    env: Environment,
    aws: AwsClients,
    project: Project,
): Promise<RestoredState | undefined> {
    if (await readStateSummary(env, aws, project)) return undefined;
    const s3 = aws.create(S3Client);
    const Bucket = env.stateBucket;
    const Key = buildStatePath(project, env.stack);
    // S3 lists the newest first, and before those of longer keys: versions that are not on the first page are very old.
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    for (const { VersionId: versionId = "", LastModified: at = new Date(0) } of Versions.filter((v) => v.Key === Key)) {
        const Body = await readObjectBytes(s3, Bucket, Key, versionId);
        const resources = countResources(Buffer.from(Body).toString("utf8"));
        if (resources === 0) continue;
        await s3.send(new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: "*", ContentType: "application/json" }));
        return { versionId, at, resources };
    }
    throw new Error(
        `${Bucket} has no state of ${project}, and no earlier version with resources: ` +
            "if none of its resources exist, create an empty state with ./devmin bootstrap.",
    );
}
