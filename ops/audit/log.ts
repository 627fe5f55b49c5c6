import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import {
    GetObjectCommand,
    HeadObjectCommand,
    PutObjectCommand,
    paginateListObjectsV2,
    S3Client,
    S3ServiceException,
} from "@aws-sdk/client-s3";
import { hashFolder } from "../../policy-pack/runtime/digest";
import { type AwsClients, requireCallerArn } from "../clients/aws";
import { type Environment, layerNames } from "../environment";
import { readStateObject } from "../pulumi/state";

/** How the operation that an entry records ended. */
export type Verdict = "pass" | "fail";

/** Earlier versions wrote `holds` for `pass` and `broken` for `fail`. Any other text counts as `fail`. */
export const readVerdict = (written: unknown): Verdict => (written === "pass" || written === "holds" ? "pass" : "fail");

/** An object that an entry refers to, with the hash of its content. */
export interface Attachment {
    key: string;
    versionId: string;
    sha256: string;
}

/** An entry of the audit log: what happened, with which code and states, and the hash of the previous entry. */
export interface AuditEntry {
    number: number;
    /** `up`, `verify`, `run`, `rotate`, `destroy`. */
    kind: string;
    at: string;
    /** The caller's ARN. */
    by: string;
    /** The commit of the programs; null outside git. */
    commit: string | null;
    /** Per layer, the S3 version of its state; null when it has none. */
    states: Record<string, string | null>;
    /** SHA-256 of the policy pack's files. */
    policyPack: string;
    verdict: Verdict;
    details: unknown;
    attachments: Attachment[];
    /** SHA-256 of the previous entry, as stored; null for the first. */
    previous: string | null;
}

/** The caller's part of an entry; the rest is filled in. `attach`: keys of objects in the evidence bucket. */
export type NewAuditEntry = Pick<AuditEntry, "kind" | "verdict" | "details"> & { attach?: string[] };

const buildEntryKey = (number: number) => `chain/${String(number).padStart(6, "0")}.json`;
const hashSha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/**
 * Appends an entry to the environment's audit log, a hash chain in the evidence bucket, and returns it. Each object is written
 * once (`If-None-Match: *`): of two concurrent writers S3 refuses one, which then tries the next number.
 */
export async function appendAuditEntry(
    env: Environment,
    aws: AwsClients,
    { attach = [], ...newEntry }: NewAuditEntry,
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
    for (;;) {
        const latestKey = await findLastKey(s3, Bucket);
        const previous = latestKey ? hashSha256(await readObjectBytes(s3, Bucket, latestKey)) : null;
        const number = latestKey ? Number(latestKey.match(/\d+/)?.[0]) + 1 : 1;
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
            if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412)) throw error;
        }
    }
}

async function findLastKey(client: S3Client, Bucket: string): Promise<string | undefined> {
    let last: string | undefined;
    for await (const { Contents } of paginateListObjectsV2({ client }, buildChainQuery(Bucket)))
        last = Contents?.at(-1)?.Key ?? last;
    return last;
}

/** The entries added since a time, oldest first. */
export async function listAuditEntriesSince(env: Environment, aws: AwsClients, since: Date): Promise<AuditEntry[]> {
    const client = aws.create(S3Client);
    const Bucket = env.evidenceBucket;
    const keys: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, buildChainQuery(Bucket))) {
        keys.push(
            ...Contents.flatMap(({ Key, LastModified }) => (Key && LastModified && LastModified >= since ? Key : [])),
        );
    }
    const entries = keys.map(async (key) => Buffer.from(await readObjectBytes(client, Bucket, key)).toString("utf8"));
    return (await Promise.all(entries)).map(parseAuditEntry);
}

/** Parses an entry as it is stored. */
export function parseAuditEntry(json: string): AuditEntry {
    const entry = JSON.parse(json);
    return { ...entry, verdict: readVerdict(entry.verdict) };
}

const buildChainQuery = (Bucket: string) => ({ Bucket, Prefix: "chain/" });

export async function readObjectBytes(
    s3: S3Client,
    Bucket: string,
    Key: string,
    VersionId?: string,
): Promise<Uint8Array> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
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
