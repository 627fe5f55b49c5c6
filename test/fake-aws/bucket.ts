import type { Environment } from "../../ops/environment";
import { createAwsError, type FakeResponses, startFakeAws } from ".";

/** A version of an object as S3 lists it; the newest first. */
export interface FakeObjectVersion {
    key: string;
    id: string;
    body: string;
    /** @default as the object */
    at?: Date;
    /** The version that it is a copy of, by `recover`. */
    restoredFrom?: string;
}

interface ObjectInput {
    Key: string;
    VersionId?: string;
}

/** As many versions as S3 lists at once. */
const pageSize = 1_000;

/**
 * The AWS that states and audit log use: buckets with these objects by key and these versions, and the auditor as the caller, so
 * that there is no role left to assume. An object without a version in `versions` has one, `only`. `written`: what was put, with
 * its condition; `modified`: when an object was, by key; `deleted`: when a delete marker was set, by key.
 */
export function startFakeBucket(objects: Record<string, string>, versions: FakeObjectVersion[] = []) {
    const written: { key: string; body: string; ifNoneMatch?: string }[] = [];
    const modified: Record<string, Date> = {};
    const deleted: Record<string, Date> = {};
    const describeObject = (key: string) => ({
        VersionId: versions.find((version) => version.key === key)?.id,
        LastModified: modified[key] ?? new Date("2026-11-24T10:00:00Z"),
    });
    const listVersions = (): FakeObjectVersion[] => {
        const keys = new Set(versions.map(({ key }) => key));
        const others = Object.entries(objects).filter(([key]) => !keys.has(key));
        return [...versions, ...others.map(([key, body]) => ({ key, id: "only", body }))];
    };
    const listKeys = (keys: string[], prefix = "") => keys.filter((key) => key.startsWith(prefix)).sort();
    const responses = {
        GetCallerIdentity: {
            Account: "123456789012",
            Arn: "arn:aws:sts::123456789012:assumed-role/devmin-core-dev-auditor-123456789012-eu-central-1/devmin",
        },
        GetObject: ({ Key, VersionId }: ObjectInput) => {
            const body = VersionId
                ? listVersions().find(({ key, id }) => key === Key && id === VersionId)?.body
                : objects[Key];
            if (body === undefined) return createAwsError(VersionId ? "NoSuchVersion" : "NoSuchKey", { status: 404 });
            const Body = { transformToString: async () => body, transformToByteArray: async () => Buffer.from(body) };
            const { restoredFrom } = listVersions().find(({ key, id }) => key === Key && id === VersionId) ?? {};
            const Metadata = restoredFrom && { "devmin-restored-from": restoredFrom };
            return { ...describeObject(Key), Body, ...(Metadata && { Metadata }) };
        },
        HeadObject: ({ Key }: ObjectInput) =>
            Key in objects ? describeObject(Key) : createAwsError("NotFound", { status: 404 }),
        PutObject: ({ Key, Body, IfNoneMatch }: ObjectInput & { Body: string | Uint8Array; IfNoneMatch?: string }) => {
            if (IfNoneMatch === "*" && Key in objects) return createAwsError("PreconditionFailed", { status: 412 });
            const body = Buffer.from(Body).toString();
            objects[Key] = body;
            written.push({ key: Key, body, ifNoneMatch: IfNoneMatch });
            return {};
        },
        ListObjectsV2: ({ Prefix }: { Prefix?: string }) => ({
            Contents: listKeys(Object.keys(objects), Prefix).map((Key) => ({ ...describeObject(Key), Key })),
        }),
        ListObjectVersions: ({ Prefix = "", KeyMarker = "" }: { Prefix?: string; KeyMarker?: string }) => {
            const isListed = (key: string) => key.startsWith(Prefix) && key > KeyMarker;
            const listed = listVersions()
                .filter(({ key }) => isListed(key))
                .sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
            const page = listed.slice(0, pageSize);
            const last = page.at(-1);
            return {
                Versions: page.map(({ key, id, at }) => ({
                    ...describeObject(key),
                    ...(at && { LastModified: at }),
                    Key: key,
                    VersionId: id,
                })),
                DeleteMarkers: Object.entries(deleted)
                    .filter(([key]) => isListed(key))
                    .map(([Key, LastModified]) => ({ Key, LastModified, VersionId: "marker" })),
                IsTruncated: listed.length > pageSize,
                ...(listed.length > pageSize && { NextKeyMarker: last?.key, NextVersionIdMarker: last?.id }),
            };
        },
    } satisfies FakeResponses;
    const env = {
        root: process.cwd(),
        stack: "dev",
        account: "123456789012",
        region: "eu-central-1",
        stateBucket: "states",
        evidenceBucket: "evidence",
    } as Environment;
    return { ...startFakeAws<FakeResponses>(responses), env, objects, versions, written, modified, deleted };
}

/** A state file with these resources, of a layer's stack `dev`. */
export const formatState = (resources: object[], layer = "demo", time = "2026-11-24T09:59:00Z") =>
    JSON.stringify({
        version: 3,
        checkpoint: { stack: `organization/devmin-${layer}/dev`, latest: { manifest: { time }, resources } },
    });
