import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput, S3Client } from "@aws-sdk/client-s3";
import type { AwsClients } from "../clients/aws";
import type { Environment } from "../environment";

/** An object with everything that S3 keeps of it. Object Lock keeps all versions: what came later can hide the first, not change it. */
export interface StoredObject {
    key: string;
    /** Newest first. The last is what was written first, and is what counts. */
    versions: { id: string; at: Date }[];
    /** When it was deleted, newest first: a delete marker hides the versions before it. */
    deletedAt: Date[];
}

interface StoredPage {
    objects: StoredObject[];
    isLast: boolean;
}

const entryPrefix = "chain/";
export const buildEntryKey = (number: number) => `${entryPrefix}${String(number).padStart(6, "0")}.json`;

/** The number of an entry; undefined for a key that no entry has. */
export const parseEntryNumber = (key: string): number | undefined =>
    Number(/^chain\/(\d{6})\.json$/.exec(key)?.[1] ?? 0) || undefined;

/** Lists objects with all their versions, by key. `after`: starts behind this key. */
async function* listStoredObjects(
    { evidenceBucket: Bucket }: Environment,
    aws: AwsClients,
    { prefix, after }: { prefix: string; after?: string },
): AsyncGenerator<StoredPage, void> {
    const s3 = aws.create(S3Client);
    let begun: StoredObject[] = [];
    let position: { KeyMarker?: string; VersionIdMarker?: string } = { KeyMarker: after };
    for (;;) {
        const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: prefix, ...position }));
        const objects = groupByKey(begun, page);
        if (!page.IsTruncated) {
            yield { objects, isLast: true };
            return;
        }
        begun = objects.splice(-1); // its older versions may be on the next page
        if (objects.length > 0) yield { objects, isLast: false };
        position = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
}

/** All pages of `listStoredObjects`; for the audit log, its entries and whatever else is there. */
export async function listAllStoredObjects(env: Environment, aws: AwsClients, prefix = entryPrefix) {
    const all: StoredObject[] = [];
    for await (const { objects } of listStoredObjects(env, aws, { prefix })) all.push(...objects);
    return all;
}

function groupByKey(begun: readonly StoredObject[], page: ListObjectVersionsCommandOutput): StoredObject[] {
    const byKey = new Map(begun.map((object) => [object.key, object]));
    const getObject = (key: string) => {
        const object = byKey.get(key) ?? { key, versions: [], deletedAt: [] };
        byKey.set(key, object);
        return object;
    };
    for (const { Key = "", VersionId: id = "", LastModified: at = new Date(0) } of page.Versions ?? [])
        getObject(Key).versions.push({ id, at });
    for (const { Key = "", LastModified: at = new Date(0) } of page.DeleteMarkers ?? [])
        getObject(Key).deletedAt.push(at);
    return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * The last entry of the audit log: the end of the numbers that follow each other from 1. Anything behind a gap was not appended.
 * Reads the first page of versions; where that is not all, searches for the end in doubling steps, so that a long log costs a few
 * requests more.
 */
export async function findLastEntry(env: Environment, aws: AwsClients): Promise<StoredObject | undefined> {
    let last: StoredObject | undefined;
    let [end, beyond] = [0, Number.POSITIVE_INFINITY]; // entries up to `end` exist, the one after `beyond` does not
    let after = 0;
    for (;;) {
        const { run, goesOn } = await readRun(env, aws, after);
        if (run.length > 0) {
            last = run.at(-1);
            end = after + run.length;
            if (!goesOn) return last;
        } else if (after === end) {
            return last;
        } else {
            beyond = after;
        }
        after = beyond === Number.POSITIVE_INFINITY ? end * 2 : end + Math.floor((beyond - end) / 2);
    }
}

/** The entries that follow `after` without a gap, as far as one page shows them; `goesOn`: more may follow. */
async function readRun(env: Environment, aws: AwsClients, after: number) {
    const pages = listStoredObjects(env, aws, {
        prefix: entryPrefix,
        after: after > 0 ? buildEntryKey(after) : undefined,
    });
    const { value } = await pages.next();
    const { objects, isLast } = value ?? { objects: [], isLast: true };
    const run = selectRun(objects, after);
    const lastEntry = objects.findLast(({ key }) => parseEntryNumber(key));
    return { run, goesOn: !isLast && run.at(-1) === lastEntry };
}

/** The entries among objects that follow `after` without a gap; one of which no version is left is a gap. */
export function selectRun(objects: readonly StoredObject[], after = 0): StoredObject[] {
    const run: StoredObject[] = [];
    for (const object of objects) {
        const number = parseEntryNumber(object.key);
        if (number === after + run.length + 1 && object.versions.length > 0) run.push(object);
        else if (number) break;
    }
    return run;
}
