import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { AwsClients } from "../clients/aws";
import type { Environment } from "../environment";
import type { Project } from "../projects";
import { type Checkpoint, parseCheckpoint, type StateResource } from "../pulumi/checkpoint";
import type { Log } from "../pulumi/cli";
import { buildStatePath, findState, formatDamage, type StateDamage } from "../pulumi/state";

/** A restored version of a state. */
export interface RestoredState {
    versionId: string;
    at: Date;
    resources: StateResource[];
}

export interface RestoreOptions {
    log: Log;
    /** Called before anything is written, after what the version lacks was printed. */
    confirm(): Promise<boolean>;
    /** What exists in the clouds and is not among these resources, a sentence each. */
    listMissing(resources: readonly StateResource[]): Promise<string[]>;
}

/** A version of a state, as far as it can be read. */
interface StateVersion {
    versionId: string;
    at: Date;
    etag?: string;
    /** Undefined when it is damaged; `problem` says why. */
    checkpoint?: Checkpoint;
    problem?: string;
    bytes: Uint8Array;
    /** Whether `recover` wrote it: then it may be older than the one before. */
    isRestored: boolean;
}

/** The metadata of a version that `recover` wrote: which one it is a copy of. */
const restoredFromKey = "devmin-restored-from";

/**
 * Restores a state that was deleted, is damaged, or has an old version on top: from its last version that can be read and has at
 * least one resource, as the version of an empty stack says nothing about what exists. Names the versions that it skips, and what the
 * chosen one lacks. Resolves with undefined when the state needs no repair. S3 itself refuses the write if another one came in between.
 */
export async function restoreState(
    env: Environment,
    aws: AwsClients,
    project: Project,
    { log, confirm, listMissing }: RestoreOptions,
): Promise<RestoredState | undefined> {
    const versions = await listStateVersions(env, aws, project);
    const current = await findState(env, aws, project);
    const damage = current ? (current.damage ?? (await findOldVersionOnTop(versions))) : { problem: "it is missing" };
    if (!damage) return undefined;
    log(`the state of ${project} is damaged (${formatDamage(damage)})`);
    const found = await findLastUsable(versions, log, damage);
    if (!found) {
        throw new Error(
            `${env.stateBucket} has no state of ${project}, and no earlier version with resources that can be read: ` +
                "if none of its resources exist, create an empty state with ./devmin bootstrap.",
        );
    }
    const { versionId, at, bytes: Body, checkpoint: { resources = [] } = {} } = found;
    log(`its last version that can be used: ${versionId} of ${at.toISOString()} with ${resources.length} resources`);
    for (const line of await describeMissing(() => listMissing(resources))) log(line);
    if (!(await confirm())) throw new Error(`nothing was changed: you did not confirm that ${versionId} is restored.`);
    await aws.create(S3Client).send(
        new PutObjectCommand({
            Bucket: env.stateBucket,
            Key: buildStatePath(project, env.stack),
            Body,
            ContentType: "application/json",
            Metadata: { [restoredFromKey]: versionId },
            ...(damage.etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: damage.etag }),
        }),
    );
    return { versionId, at, resources };
}

/** What a version lacks against the clouds, as lines; that nobody could look is a line as well. */
async function describeMissing(list: () => Promise<string[]>): Promise<string[]> {
    const missing = await list().catch(({ message }: Error) => {
        return [`nobody knows what, as the clouds could not be asked: ${message}`];
    });
    return missing.length === 0
        ? ["it lacks nothing that is found in the clouds"]
        : ["it lacks, of what is in the clouds:", ...missing.map((each) => `  ${each}`)];
}

type ReadVersion = () => Promise<StateVersion>;

/** The versions of a state, newest first; each is read when it is called. */
async function listStateVersions(env: Environment, aws: AwsClients, project: Project): Promise<ReadVersion[]> {
    const s3 = aws.create(S3Client);
    const Bucket = env.stateBucket;
    const Key = buildStatePath(project, env.stack);
    // S3 lists the newest first, and before those of longer keys: versions that are not on the first page are very old.
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    return Versions.filter((each) => each.Key === Key).map(
        ({ VersionId: versionId = "", LastModified: at = new Date(0), ETag: etag }) =>
            async () => {
                const version = { versionId, at, etag, bytes: new Uint8Array(), isRestored: false };
                try {
                    const object = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId: versionId }));
                    const bytes = (await object.Body?.transformToByteArray()) ?? version.bytes;
                    const isRestored = object.Metadata?.[restoredFromKey] !== undefined;
                    const parsed = parseCheckpoint(Buffer.from(bytes).toString("utf8"), project, env.stack);
                    return { ...version, ...parsed, bytes, isRestored };
                } catch (error) {
                    return { ...version, problem: `it cannot be read, ${(error as Error).message}` };
                }
            },
    );
}

/** The newest version that can be read and has resources. One that is a copy on top of newer ones is passed over. */
async function findLastUsable(versions: ReadVersion[], log: Log, damage: StateDamage) {
    let isBelow = !damage.isOld;
    for (const read of versions) {
        const version = await read();
        if (!isBelow && version.checkpoint?.manifest?.time === damage.manifestTime) continue;
        isBelow = true;
        if (version.problem !== undefined)
            log(`skipped version ${version.versionId} of ${version.at.toISOString()}: ${version.problem}`);
        else if (version.checkpoint?.resources?.length) return version;
    }
    return undefined;
}

/**
 * Whether the newest version is a copy of an older one: it has the manifest of that one, to the nanosecond, and between the two is a
 * version with a later manifest. Clocks that differ cannot look like this, and what `recover` restored says so itself.
 */
async function findOldVersionOnTop(versions: ReadVersion[]): Promise<StateDamage | undefined> {
    const [readTop, ...below] = versions;
    const top = await readTop?.();
    const manifestTime = top?.checkpoint?.manifest?.time;
    if (!top || !manifestTime) return undefined;
    let newer: StateVersion | undefined;
    let last = top;
    for (const read of below) {
        if (!newer && last.isRestored) return undefined;
        last = await read();
        const time = last.checkpoint?.manifest?.time;
        if (!time || (time === manifestTime && !newer)) continue;
        if (time === manifestTime) return describeCopy(top, last, newer as StateVersion);
        if (!newer && Date.parse(time) <= Date.parse(manifestTime)) return undefined; // the common case, after one version
        newer ??= last;
    }
    return undefined;
}

const describeCopy = (top: StateVersion, original: StateVersion, newer: StateVersion): StateDamage => ({
    problem: `it is a copy of version ${original.versionId}, which version ${newer.versionId} of ${newer.at.toISOString()} had replaced`,
    version: top.versionId,
    since: top.at,
    etag: top.etag ?? "*",
    isOld: true,
    manifestTime: top.checkpoint?.manifest?.time,
});
