import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import {
    GetObjectCommand,
    HeadObjectCommand,
    PutObjectCommand,
    paginateListObjectsV2,
    type S3Client,
    S3ServiceException,
} from "@aws-sdk/client-s3";
import { digestOfFolder } from "../policy-pack/digest";
import { callerIn, s3In } from "./clouds";
import { type Environment, layers } from "./environment";
import { stateObject } from "./state";

/** An object a link vouches for. */
export interface Attachment {
    key: string;
    versionId: string;
    sha256: string;
}

/** One link of the chain: what happened, under which code and states, and the hash of the link before. */
export interface Link {
    number: number;
    /** `up`, `verify`, `run`, `rotate`, `destroy`. */
    kind: string;
    at: string;
    /** The caller's ARN. */
    by: string;
    /** The commit of the programs, if they are in git. */
    commit: string | null;
    /** Per layer, the S3 version of its state; null while it has none. */
    states: Record<string, string | null>;
    /** SHA-256 over the policy pack's files. */
    policyPack: string;
    verdict: "holds" | "broken";
    details: unknown;
    attachments: Attachment[];
    /** SHA-256 of the link before, as stored; null for the first. */
    previous: string | null;
}

/** What a caller says; the rest of the link is found out. */
export type Statement = Pick<Link, "kind" | "verdict" | "details"> & { attach?: string[] };

const keyOf = (number: number) => `chain/${String(number).padStart(6, "0")}.json`;
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/**
 * Adds a link to the environment's chain of evidence and returns it. Objects are written once (`If-None-Match: *`): of two
 * writers one is refused by the store and tries the next number.
 */
export async function appendEvidence(env: Environment, { attach = [], ...statement }: Statement): Promise<Link> {
    const s3 = s3In(env);
    const Bucket = env.evidenceBucket;
    const context = {
        ...statement,
        at: new Date().toISOString(),
        by: await callerIn(env),
        commit: commitOf(env.root),
        states: await statesOf(env),
        policyPack: digestOfFolder(join(env.root, "policy-pack")),
        attachments: await Promise.all(attach.map((key) => attachment(s3, Bucket, key))),
    };
    for (;;) {
        const last = await lastKey(s3, Bucket);
        const previous = last ? sha256(await bytesOf(s3, Bucket, last)) : null;
        const number = last ? Number(last.match(/\d+/)?.[0]) + 1 : 1;
        const link: Link = { number, ...context, previous };
        try {
            const Body = `${JSON.stringify(link, null, 4)}\n`;
            await s3.send(
                new PutObjectCommand({
                    Bucket,
                    Key: keyOf(number),
                    Body,
                    IfNoneMatch: "*",
                    ContentType: "application/json",
                }),
            );
            return link;
        } catch (error) {
            if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412)) throw error;
        }
    }
}

async function lastKey(client: S3Client, Bucket: string): Promise<string | undefined> {
    let last: string | undefined;
    for await (const { Contents } of paginateListObjectsV2({ client }, chainIn(Bucket)))
        last = Contents?.at(-1)?.Key ?? last;
    return last;
}

/** The links that were added since a time, the first one first. */
export async function linksSince(env: Environment, since: Date): Promise<Link[]> {
    const client = s3In(env);
    const Bucket = env.evidenceBucket;
    const keys: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, chainIn(Bucket))) {
        keys.push(
            ...Contents.flatMap(({ Key, LastModified }) => (Key && LastModified && LastModified >= since ? Key : [])),
        );
    }
    const links = keys.map(async (key) => Buffer.from(await bytesOf(client, Bucket, key)).toString("utf8"));
    return (await Promise.all(links)).map((json) => JSON.parse(json));
}

const chainIn = (Bucket: string) => ({ Bucket, Prefix: "chain/" });

/** An object's content. */
export async function bytesOf(s3: S3Client, Bucket: string, Key: string, VersionId?: string): Promise<Uint8Array> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

async function attachment(s3: S3Client, Bucket: string, key: string): Promise<Attachment> {
    const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
    if (!VersionId) throw new Error(`${key} in ${Bucket} has no version: the evidence store must be versioned.`);
    return { key, versionId: VersionId, sha256: sha256(await bytesOf(s3, Bucket, key, VersionId)) };
}

async function statesOf(env: Environment): Promise<Link["states"]> {
    const versions = layers.map(async (layer) => [layer, (await stateObject(env, layer))?.VersionId ?? null] as const);
    return Object.fromEntries(await Promise.all(versions));
}

function commitOf(root: string): string | null {
    try {
        return execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
    } catch {
        return null; // A download without git: the link says so.
    }
}
