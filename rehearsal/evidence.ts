import { createHash } from "node:crypto";
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { s3In } from "../ops/clouds";
import { environmentAt } from "../ops/environment";
import { bytesOf } from "../ops/evidence";
import type { Stage } from "./stage";

/** One version of one object in the evidence store. */
export interface Stored {
    key: string;
    versionId: string;
    sha256: string;
}

/** Everything the evidence store holds, delete markers included. */
export async function storedIn(stage: Stage): Promise<Stored[]> {
    const env = environmentAt(stage.tree, "local");
    const s3 = s3In(env);
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
            .update(await bytesOf(s3, env.evidenceBucket, Key, VersionId))
            .digest("hex"),
    }));
    return [...markers, ...(await Promise.all(versions))];
}
