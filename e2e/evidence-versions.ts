import { createHash } from "node:crypto";
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { readObjectBytes } from "../ops/audit/log";
import { createS3Client } from "../ops/clients/aws";
import { readEnvironment } from "../ops/environment";
import type { Workspace } from "./workspace";

/** One version of one object in the evidence store. */
export interface EvidenceVersion {
    key: string;
    versionId: string;
    sha256: string;
}

/** Everything the evidence store holds, delete markers included. */
export async function listEvidenceVersions(workspace: Workspace): Promise<EvidenceVersion[]> {
    const env = readEnvironment(workspace.tree, "local");
    const s3 = createS3Client(env);
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
