import { createHash } from "node:crypto";
import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { readObjectBytes } from "../ops/clients/aws";
import type { Workspace } from "./workspace";

/** One version of one object in the evidence store. */
export interface EvidenceVersion {
    key: string;
    versionId: string;
    sha256: string;
}

/** Everything the evidence store holds, delete markers included. */
export async function listEvidenceVersions(workspace: Workspace): Promise<EvidenceVersion[]> {
    const { env, aws } = workspace.connect();
    const s3 = aws.create(S3Client);
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: env.evidenceBucket }));
    const markers = (listed.DeleteMarkers ?? []).map(({ Key = "", VersionId = "" }) => ({
        key: Key,
        versionId: VersionId,
        sha256: "deleted",
    }));
    const versions = (listed.Versions ?? []).map(async ({ Key = "", VersionId = "" }) => ({
        key: Key,
        versionId: VersionId,
        sha256: createHash("sha256")
            .update(await readObjectBytes(s3, env.evidenceBucket, Key, VersionId))
            .digest("hex"),
    }));
    return [...markers, ...(await Promise.all(versions))];
}
