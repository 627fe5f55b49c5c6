import { S3Client } from "@aws-sdk/client-s3";
import type { AuditEntry } from "../audit/entry";
import { type AwsClients, ignoreMissingObject, readObjectBytes } from "../clients/aws";
import type { Environment, Layer } from "../environment";
import { parseCheckpoint } from "../pulumi/checkpoint";
import { buildStatePath, type DeployedState } from "../pulumi/state";

/**
 * A sentence when Pulumi wrote a layer's state before the version that the last audit log entry names: then somebody has put an old
 * version back. Undefined when it is that version or a later one, and when that version is gone.
 */
export async function findOldState(
    env: Environment,
    aws: AwsClients,
    layer: Layer,
    { version, manifestTime }: DeployedState,
    entries: readonly AuditEntry[],
): Promise<string | undefined> {
    const entry = entries.findLast(({ states }) => states?.[layer]);
    const recorded = entry?.states[layer];
    if (!entry || !recorded || recorded === version || !manifestTime) return undefined;
    const key = buildStatePath(layer, env.stack);
    const bytes = await readObjectBytes(aws.create(S3Client), env.stateBucket, key, recorded).catch(
        ignoreMissingObject,
    );
    const { checkpoint } = parseCheckpoint(Buffer.from(bytes ?? "").toString("utf8"), layer, env.stack);
    const recordedTime = checkpoint?.manifest?.time;
    if (!recordedTime || Date.parse(manifestTime) >= Date.parse(recordedTime)) return undefined;
    return (
        `the state of ${layer} is damaged (version ${version}: Pulumi wrote it at ${manifestTime}, before version ${recorded} of ` +
        `${recordedTime}, which audit log entry ${entry.number} names): ./devmin recover ${layer}`
    );
}
