import { execFileSync } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { join } from "node:path";
import { HeadObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { hashFolder } from "../../policy-pack/runtime/digest";
import { type Clock, wallClock } from "../../util/wait-until";
import { type AwsClients, readObjectBytes, requireCallerArn } from "../clients/aws";
import { type Environment, layerNames } from "../environment";
import { readStateObject } from "../pulumi/state";
import { type Attachment, type AuditEntry, parseAuditEntry } from "./entry";
import { buildEntryKey, findLastEntry, parseEntryNumber, type StoredObject, selectRun } from "./stored-entries";

/** The caller's part of an entry; the rest is filled in. `attach`: keys of objects in the evidence bucket. */
export type NewAuditEntry = Pick<AuditEntry, "kind" | "verdict" | "details"> & { attach?: string[] };

export const hashSha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** Other writers are few, and each takes less than a second. */
const maxAttempts = 20;
/** 412: another writer took the number. 409: it is taking it right now. */
const conflictStatuses: readonly unknown[] = [409, 412];

/**
 * Appends an entry to the environment's audit log, a hash chain in the evidence bucket, and returns it. Each object is written
 * once (`If-None-Match: *`): of two concurrent writers S3 refuses one, which then tries the next number.
 */
export async function appendAuditEntry(
    env: Environment,
    aws: AwsClients,
    { attach = [], ...newEntry }: NewAuditEntry,
    clock: Clock = wallClock,
): Promise<AuditEntry> {
    const s3 = aws.create(S3Client);
    const Bucket = env.evidenceBucket;
    const context = {
        ...newEntry,
        at: new Date().toISOString(),
        by: await requireCallerArn(env, aws),
        commit: readCommit(env.root),
        states: await readStateVersions(env, aws),
        policyPack: hashFolder(join(env.root, "policy-pack")),
        attachments: await Promise.all(attach.map((key) => readAttachment(s3, Bucket, key))),
    };
    let refusal = "";
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
        const last = await findLastEntry(env, aws);
        const number = (last ? (parseEntryNumber(last.key) as number) : 0) + 1;
        const previous = last
            ? hashSha256(await readObjectBytes(s3, Bucket, last.key, last.versions.at(-1)?.id))
            : null;
        const entry: AuditEntry = { number, ...context, previous };
        try {
            const Body = `${JSON.stringify(entry, null, 4)}\n`;
            await s3.send(
                new PutObjectCommand({
                    Bucket,
                    Key: buildEntryKey(number),
                    Body,
                    IfNoneMatch: "*",
                    ContentType: "application/json",
                }),
            );
            return entry;
        } catch (error) {
            if (!(error instanceof S3ServiceException) || !conflictStatuses.includes(error.$metadata.httpStatusCode))
                throw error;
            refusal = `entry ${number}: ${error.name}`;
            await clock.sleep(randomInt(50, 250));
        }
    }
    throw new Error(
        `the audit log in ${Bucket} took no entry in ${maxAttempts} attempts (${refusal}): see what else writes there with ./devmin audit verify`,
    );
}

/** Reads the entries added since a time, oldest first: those that follow each other, each as it was first written. */
export async function readAuditEntriesSince(
    env: Environment,
    aws: AwsClients,
    stored: readonly StoredObject[],
    since: Date,
): Promise<AuditEntry[]> {
    const client = aws.create(S3Client);
    const entries = selectRun(stored).flatMap(({ key, versions }) => {
        const original = versions.at(-1);
        return original && original.at >= since ? { key, id: original.id } : [];
    });
    const bodies = entries.map(({ key, id }) => readObjectBytes(client, env.evidenceBucket, key, id));
    return (await Promise.all(bodies)).map((bytes) => parseAuditEntry(Buffer.from(bytes).toString("utf8")));
}

async function readAttachment(s3: S3Client, Bucket: string, key: string): Promise<Attachment> {
    const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
    if (!VersionId)
        throw new Error(
            `${key} in ${Bucket} has no version: enable versioning of the evidence bucket with pulumi up -C core --refresh`,
        );
    return { key, versionId: VersionId, sha256: hashSha256(await readObjectBytes(s3, Bucket, key, VersionId)) };
}

async function readStateVersions(env: Environment, aws: AwsClients): Promise<AuditEntry["states"]> {
    const versions = layerNames.map(
        async (layer) => [layer, (await readStateObject(env, aws, layer))?.VersionId ?? null] as const,
    );
    return Object.fromEntries(await Promise.all(versions));
}

function readCommit(root: string): string | null {
    try {
        return execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
    } catch {
        return null; // Not a git clone: the entry records null.
    }
}
