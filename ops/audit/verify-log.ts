import { S3Client } from "@aws-sdk/client-s3";
import { type AwsClients, readObjectBytes } from "../clients/aws";
import type { Environment } from "../environment";
import { type Attachment, type AuditEntry, parseAuditEntry } from "./entry";
import { hashSha256 } from "./log";
import { listAllStoredObjects, parseEntryNumber, type StoredObject, selectRun } from "./stored-entries";
import { readVerifiedHead, writeVerifiedHead } from "./verified-head";

export interface AuditLogReport {
    /** Entries that follow each other from 1. */
    entries: number;
    /** How many of them were read; the others were verified before by this clone. */
    read: number;
    /** Objects that the entries read refer to. */
    attachments: number;
    /** One sentence for each; none for a log that nobody has changed. */
    problems: string[];
}

export interface VerifyAuditLogOptions {
    /** Whether entries that this clone has verified before are read again. S3 cannot change a version: a list shows what is new. */
    rereads: boolean;
    /** What is stored of the log, where it was listed already. @default lists it */
    stored?: readonly StoredObject[];
}

/** As many requests as are open at a time. */
const batchSize = 50;
/** S3 refuses requests whose clock is more than 15 minutes off. */
const maxDelayMs = 30 * 60_000;

/**
 * Verifies that the audit log is as it was written: every object once, no entry missing, each with the hash of the one before, at
 * the time that S3 knows, and its attachments with the content they had. Remembers the last entry if there is no problem, and so
 * notices when the end of the log is missing. The auditor's permissions suffice.
 */
export async function verifyAuditLog(
    env: Environment,
    aws: AwsClients,
    { rereads, stored }: VerifyAuditLogOptions,
): Promise<AuditLogReport> {
    const head = readVerifiedHead(env);
    const objects = stored ?? (await listAllStoredObjects(env, aws));
    const run = selectRun(objects);
    const problems = [
        ...objects.flatMap((object) => findRewrites(object, describeKey(object.key))),
        ...findStrays(objects, run.length),
        ...(await listAllStoredObjects(env, aws, "runs/")).flatMap((object) => findRewrites(object, object.key)),
    ];
    if (head && run.length < head.number)
        problems.push(
            `the log ends at entry ${run.length}, and this clone has verified entry ${head.number}: the entries between were deleted for good`,
        );
    const start = rereads || !head ? 1 : head.number;
    const read = await readEntries(env, aws, run.slice(start - 1));
    problems.push(...findBreaks(read, head));
    const attachments = read.flatMap(({ number, entry }) =>
        (entry?.attachments ?? []).map((attachment) => ({ number, attachment })),
    );
    problems.push(...(await findAlteredAttachments(env, aws, attachments)));
    const last = read.at(-1);
    if (last && problems.length === 0) writeVerifiedHead(env, { number: last.number, sha256: last.sha256 });
    return { entries: run.length, read: read.length, attachments: attachments.length, problems };
}

const describeKey = (key: string) => {
    const number = parseEntryNumber(key);
    return number ? `entry ${number}` : key;
};

/** What came after an object was written. */
function findRewrites({ versions, deletedAt }: StoredObject, name: string): string[] {
    const original = versions.at(-1);
    if (!original) return [`${name}: no version is left, it was deleted for good`];
    return [
        ...versions.slice(0, -1).map(({ at }) => `${name} was overwritten at ${formatTime(at)}`),
        ...deletedAt.map((at) => `${name} was deleted at ${formatTime(at)}`),
    ].map((what) => `${what}; its first version, of ${formatTime(original.at)}, is kept and counts`);
}

/** Objects that nobody appended. */
function findStrays(objects: readonly StoredObject[], end: number): string[] {
    return objects.flatMap(({ key }) => {
        const number = parseEntryNumber(key);
        if (!number) return [`${key} is no entry of the log: devmin did not write it`];
        return number > end + 1
            ? [`entry ${number} does not follow entry ${end}: it was planted, or those between were deleted for good`]
            : [];
    });
}

interface ReadEntry {
    number: number;
    sha256: string;
    storedAt: Date;
    /** Undefined if it cannot be parsed. */
    entry?: AuditEntry;
}

async function readEntries(env: Environment, aws: AwsClients, run: readonly StoredObject[]): Promise<ReadEntry[]> {
    const s3 = aws.create(S3Client);
    return mapInBatches(run, async ({ key, versions }) => {
        const original = versions.at(-1) as StoredObject["versions"][number];
        const bytes = await readObjectBytes(s3, env.evidenceBucket, key, original.id);
        const number = parseEntryNumber(key) as number;
        return { number, sha256: hashSha256(bytes), storedAt: original.at, entry: tryParse(bytes) };
    });
}

function tryParse(bytes: Uint8Array): AuditEntry | undefined {
    try {
        return parseAuditEntry(Buffer.from(bytes).toString("utf8"));
    } catch {
        return undefined; // reported as a break of the chain
    }
}

/** Where entries do not say what follows from their place. `head`: what this clone knows of one of them. */
function findBreaks(read: readonly ReadEntry[], head: { number: number; sha256: string } | undefined): string[] {
    return read.flatMap(({ number, sha256, storedAt, entry }, index) => {
        if (head?.number === number && head.sha256 !== sha256)
            return [`entry ${number} is not the one that this clone has verified before`];
        if (!entry) return [`entry ${number} is not valid JSON`];
        const previous = index > 0 ? read[index - 1]?.sha256 : number === 1 ? null : entry.previous;
        return [
            entry.number === number ? "" : `entry ${number} says that it is number ${entry.number}`,
            entry.previous === previous ? "" : `entry ${number} has another hash than that of entry ${number - 1}`,
            Math.abs(storedAt.getTime() - Date.parse(entry.at)) < maxDelayMs
                ? ""
                : `entry ${number} says that it is of ${entry.at}; S3 has it since ${formatTime(storedAt)}`,
        ].filter(Boolean);
    });
}

async function findAlteredAttachments(
    env: Environment,
    aws: AwsClients,
    attachments: readonly { number: number; attachment: Attachment }[],
): Promise<string[]> {
    const s3 = aws.create(S3Client);
    const found = await mapInBatches(attachments, async ({ number, attachment: { key, versionId, sha256 } }) => {
        try {
            const bytes = await readObjectBytes(s3, env.evidenceBucket, key, versionId);
            return hashSha256(bytes) === sha256 ? [] : [`${key} is not what entry ${number} recorded`];
        } catch (error) {
            if (!isMissing(error)) throw error;
            return [`${key}, as entry ${number} recorded it, was deleted for good`];
        }
    });
    return found.flat();
}

const isMissing = (error: unknown) => ["NoSuchKey", "NoSuchVersion"].includes((error as Error).name);

async function mapInBatches<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    for (let start = 0; start < items.length; start += batchSize)
        results.push(...(await Promise.all(items.slice(start, start + batchSize).map(map))));
    return results;
}

const formatTime = (time: Date) => time.toISOString().replace(".000Z", "Z");
