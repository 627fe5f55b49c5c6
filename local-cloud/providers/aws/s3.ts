import { readFile } from "node:fs/promises";
import * as sdk from "@aws-sdk/client-s3";
import { ListTagsForResourceCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import type { s3 } from "@pulumi/aws";
import { isArchive, isEquivalent } from "../is-equivalent";
import type { Props } from "../resource-type";
import { toAwsCase, toPulumiCase } from "./casing";
import { type AwsCloud, defineAwsType, ignoreNotFound } from "./cloud";
import { toTagList, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.S3Client);

/** Names that the S3 API spells differently from Pulumi's SDK. */
const casingExceptions = { id: "ID", kmsMasterKeyId: "KMSMasterKeyID", sseAlgorithm: "SSEAlgorithm" };

const bucket = defineAwsType<s3.BucketArgs, s3.BucketState>({
    replaceOnChanges: ["bucket", "objectLockEnabled"],
    updatable: ["forceDestroy", "tags"],
    autoname: { property: "bucket", maxLength: 63, lowercase: true },
    defaults: { forceDestroy: false },
    computed: ["objectLockEnabled"],
    async create(cloud, { bucket: Bucket, objectLockEnabled }) {
        const elsewhere = cloud.region === "us-east-1" ? {} : { LocationConstraint: cloud.region };
        await getClient(cloud).send(
            new sdk.CreateBucketCommand({
                Bucket,
                ObjectLockEnabledForBucket: objectLockEnabled,
                CreateBucketConfiguration: elsewhere as sdk.CreateBucketConfiguration,
            }),
        );
        return { id: Bucket as string };
    },
    async finalize(cloud, Bucket, { tags }, old) {
        const TagSet = toTagList(tags);
        if (TagSet.length)
            await getClient(cloud).send(new sdk.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
        else if (old?.tags) await getClient(cloud).send(new sdk.DeleteBucketTaggingCommand({ Bucket }));
    },
    async read(cloud, Bucket) {
        const head = await getClient(cloud).send(new sdk.HeadBucketCommand({ Bucket }));
        const arn = `arn:aws:s3:::${Bucket}`;
        const tags = await readBucketTags(cloud, arn);
        for (const Command of bucketSettings)
            await ignoreNotFound(getClient(cloud).send(new Command({ Bucket }) as sdk.GetBucketAclCommand));
        const region = head.BucketRegion ?? cloud.region;
        return {
            bucket: Bucket,
            arn,
            bucketDomainName: `${Bucket}.s3.amazonaws.com`,
            bucketRegion: region,
            bucketRegionalDomainName: `${Bucket}.s3.${region}.amazonaws.com`,
            objectLockEnabled: await isObjectLockEnabled(cloud, Bucket),
            tags,
        };
    },
    async delete(cloud, Bucket, { forceDestroy }) {
        if (forceDestroy) await deleteObjectVersions(cloud, Bucket, () => true, true);
        await getClient(cloud).send(new sdk.DeleteBucketCommand({ Bucket }));
    },
});

/**
 * A bucket's tags, from S3 Control as in the official provider. Its SDK puts the account before the endpoint's host, a name that
 * does not resolve on loopback: the request goes to the host itself.
 */
async function readBucketTags(cloud: AwsCloud, ResourceArn: string): Promise<Record<string, string>> {
    const { hostname, port, protocol } = new URL(cloud.endpoint);
    const client = cloud.getClient(S3ControlClient, `${protocol}//localhost:${port}`);
    client.middlewareStack.add(
        (next) => (args) => {
            Object.assign(args.request as object, { hostname });
            return next(args);
        },
        { step: "build", name: "withoutAccountInHost", override: true },
    );
    const { Account: AccountId } = await cloud.getCallerIdentity();
    return toTagObject((await client.send(new ListTagsForResourceCommand({ AccountId, ResourceArn }))).Tags);
}

/** Settings that the official provider asks of each bucket it reads, whether the program declares them or not. */
const bucketSettings = [
    sdk.GetBucketAccelerateConfigurationCommand,
    sdk.GetBucketAclCommand,
    sdk.GetBucketCorsCommand,
    sdk.GetBucketEncryptionCommand,
    sdk.GetBucketLifecycleConfigurationCommand,
    sdk.GetBucketLoggingCommand,
    sdk.GetBucketPolicyCommand,
    sdk.GetBucketReplicationCommand,
    sdk.GetBucketRequestPaymentCommand,
    sdk.GetBucketVersioningCommand,
    sdk.GetBucketWebsiteCommand,
];

async function isObjectLockEnabled(cloud: AwsCloud, Bucket: string): Promise<boolean> {
    const lock = await ignoreNotFound(getClient(cloud).send(new sdk.GetObjectLockConfigurationCommand({ Bucket })));
    return lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled";
}

const bucketVersioning = defineAwsType<s3.BucketVersioningArgs, s3.BucketVersioningState>({
    replaceOnChanges: ["bucket"],
    updatable: ["versioningConfiguration"],
    create: async (_cloud, inputs) => ({ id: inputs.bucket }),
    async finalize(cloud, Bucket, { versioningConfiguration: { status, mfaDelete } }, old) {
        if (status === "Disabled" && !old) return; // the state of a new bucket, for which S3 has no request
        await getClient(cloud).send(
            new sdk.PutBucketVersioningCommand({
                Bucket,
                VersioningConfiguration: {
                    Status: status as sdk.BucketVersioningStatus,
                    MFADelete: mfaDelete as sdk.MFADelete,
                },
            }),
        );
    },
    async read(cloud, Bucket) {
        const { Status, MFADelete } = await getClient(cloud).send(new sdk.GetBucketVersioningCommand({ Bucket }));
        return { bucket: Bucket, versioningConfiguration: { status: Status ?? "Disabled", mfaDelete: MFADelete } };
    },
    async delete(cloud, Bucket, { versioningConfiguration }) {
        if (versioningConfiguration?.status !== "Enabled" || (await isObjectLockEnabled(cloud, Bucket))) return; // object lock requires versioning
        const VersioningConfiguration = { Status: "Suspended" as const };
        await getClient(cloud).send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    },
});

const bucketServerSideEncryptionConfiguration = defineAwsType<
    s3.BucketServerSideEncryptionConfigurationArgs,
    s3.BucketServerSideEncryptionConfigurationState
>({
    replaceOnChanges: ["bucket"],
    updatable: ["rules"],
    create: async (_cloud, inputs) => ({ id: inputs.bucket }),
    async finalize(cloud, Bucket, { rules }) {
        const ServerSideEncryptionConfiguration = {
            Rules: toAwsCase<sdk.ServerSideEncryptionRule[]>(rules, casingExceptions),
        };
        await getClient(cloud).send(new sdk.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    },
    async read(cloud, Bucket) {
        const seen = await getClient(cloud).send(new sdk.GetBucketEncryptionCommand({ Bucket }));
        return { bucket: Bucket, rules: toPulumiCase(seen.ServerSideEncryptionConfiguration?.Rules, casingExceptions) };
    },
    async delete(cloud, Bucket) {
        await getClient(cloud).send(new sdk.DeleteBucketEncryptionCommand({ Bucket }));
    },
});

const bucketPublicAccessBlock = defineAwsType<s3.BucketPublicAccessBlockArgs, s3.BucketPublicAccessBlockState>({
    replaceOnChanges: ["bucket"],
    updatable: ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets", "skipDestroy"],
    create: async (_cloud, inputs) => ({ id: inputs.bucket }),
    async finalize(cloud, Bucket, { bucket: _bucket, skipDestroy: _skip, region: _region, ...blocks }) {
        const PublicAccessBlockConfiguration = toAwsCase<sdk.PublicAccessBlockConfiguration>(blocks);
        await getClient(cloud).send(new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    },
    async read(cloud, Bucket) {
        const seen = await getClient(cloud).send(new sdk.GetPublicAccessBlockCommand({ Bucket }));
        return { bucket: Bucket, ...toPulumiCase<object>(seen.PublicAccessBlockConfiguration) };
    },
    async delete(cloud, Bucket, { skipDestroy }) {
        if (!skipDestroy) await getClient(cloud).send(new sdk.DeletePublicAccessBlockCommand({ Bucket }));
    },
});

const bucketOwnershipControls = defineAwsType<s3.BucketOwnershipControlsArgs, s3.BucketOwnershipControlsState>({
    replaceOnChanges: ["bucket"],
    updatable: ["rule"],
    create: async (_cloud, inputs) => ({ id: inputs.bucket }),
    async finalize(cloud, Bucket, { rule }) {
        const OwnershipControls = { Rules: [toAwsCase<sdk.OwnershipControlsRule>(rule)] };
        await getClient(cloud).send(new sdk.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
    },
    async read(cloud, Bucket) {
        const seen = await getClient(cloud).send(new sdk.GetBucketOwnershipControlsCommand({ Bucket }));
        return { bucket: Bucket, rule: toPulumiCase(seen.OwnershipControls?.Rules?.[0]) };
    },
    async delete(cloud, Bucket) {
        await getClient(cloud).send(new sdk.DeleteBucketOwnershipControlsCommand({ Bucket }));
    },
});

const bucketPolicy = defineAwsType<s3.BucketPolicyArgs, s3.BucketPolicyState>({
    replaceOnChanges: ["bucket"],
    updatable: ["policy"],
    jsonInputs: ["policy"],
    create: async (_cloud, inputs) => ({ id: inputs.bucket }),
    async finalize(cloud, Bucket, { policy }) {
        await getClient(cloud).send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: policy as string }));
    },
    async read(cloud, Bucket) {
        return {
            bucket: Bucket,
            policy: (await getClient(cloud).send(new sdk.GetBucketPolicyCommand({ Bucket }))).Policy,
        };
    },
    async delete(cloud, Bucket) {
        await getClient(cloud).send(new sdk.DeleteBucketPolicyCommand({ Bucket }));
    },
});

const bucketLifecycleConfiguration = defineAwsType<
    s3.BucketLifecycleConfigurationArgs,
    s3.BucketLifecycleConfigurationState
>({
    replaceOnChanges: ["bucket"],
    updatable: ["rules"],
    create: async (_cloud, inputs) => ({ id: inputs.bucket }),
    async finalize(cloud, Bucket, { rules }) {
        const whole = (rules ?? []).map((rule) => ({ filter: rule.prefix === undefined ? {} : undefined, ...rule }));
        const LifecycleConfiguration = { Rules: toAwsCase<sdk.LifecycleRule[]>(whole, casingExceptions) };
        await getClient(cloud).send(new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    },
    async read(cloud, Bucket) {
        const seen = await getClient(cloud).send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }));
        return { bucket: Bucket, rules: toPulumiCase(seen.Rules, casingExceptions) };
    },
    async delete(cloud, Bucket) {
        await getClient(cloud).send(new sdk.DeleteBucketLifecycleCommand({ Bucket }));
    },
});

const bucketObjectLockConfiguration = defineAwsType<
    s3.BucketObjectLockConfigurationArgs,
    s3.BucketObjectLockConfigurationState
>({
    replaceOnChanges: ["bucket", "objectLockEnabled"],
    updatable: ["rule"],
    defaults: { objectLockEnabled: "Enabled" },
    create: async (_cloud, inputs) => ({ id: inputs.bucket }),
    async finalize(cloud, Bucket, { rule }) {
        const Rule = toAwsCase<sdk.ObjectLockRule>(rule);
        const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const, ...(rule && { Rule }) };
        await getClient(cloud).send(new sdk.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    },
    async read(cloud, Bucket) {
        const seen = await getClient(cloud).send(new sdk.GetObjectLockConfigurationCommand({ Bucket }));
        const { ObjectLockEnabled, Rule } = seen.ObjectLockConfiguration ?? {};
        return { bucket: Bucket, objectLockEnabled: ObjectLockEnabled, rule: toPulumiCase(Rule) };
    },
    async delete(cloud, Bucket) {
        const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const }; // a rule can be removed, but object lock cannot be turned off
        await getClient(cloud).send(new sdk.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    },
});

const bucketObjectv2 = defineAwsType<s3.BucketObjectv2Args, s3.BucketObjectv2State>({
    replaceOnChanges: ["bucket", "key"],
    updatable: [
        "content",
        "contentBase64",
        "source",
        "sourceHash",
        "contentType",
        "cacheControl",
        "metadata",
        "serverSideEncryption",
        "kmsKeyId",
        "bucketKeyEnabled",
        "forceDestroy",
        "etag",
        "tags",
    ],
    autoname: { property: "key", withoutSuffix: true },
    defaults: { forceDestroy: false },
    computed: ["etag", "contentType", "serverSideEncryption", "kmsKeyId", "bucketKeyEnabled"],
    volatileOutputs: ["etag", "versionId"],
    create: async (_cloud, inputs) => ({ id: `${inputs.bucket}/${inputs.key}` }),
    async finalize(cloud, id, inputs, old) {
        const { tags, forceDestroy, ...content } = inputs;
        if (old && isEquivalent({ ...content, tags: old.tags, forceDestroy: old.forceDestroy }, old)) {
            const [Bucket, Key] = parseObjectId(id);
            const Tagging = { TagSet: toTagList(tags) }; // tags alone do not create a version
            await getClient(cloud).send(new sdk.PutObjectTaggingCommand({ Bucket, Key, Tagging }));
            return;
        }
        await getClient(cloud).send(
            new sdk.PutObjectCommand({
                Bucket: String(inputs.bucket),
                Key: inputs.key,
                Body: await readBody(inputs as Props),
                ContentType: inputs.contentType,
                CacheControl: inputs.cacheControl,
                Metadata: inputs.metadata,
                ServerSideEncryption: inputs.serverSideEncryption as sdk.ServerSideEncryption,
                SSEKMSKeyId: inputs.kmsKeyId,
                BucketKeyEnabled: inputs.bucketKeyEnabled,
                Tagging: new URLSearchParams(inputs.tags).toString(),
            }),
        );
    },
    async read(cloud, id) {
        const [Bucket, Key] = parseObjectId(id);
        const head = await getClient(cloud).send(new sdk.HeadObjectCommand({ Bucket, Key }));
        const tags = await ignoreNotFound(getClient(cloud).send(new sdk.GetObjectTaggingCommand({ Bucket, Key })));
        return {
            bucket: Bucket,
            key: Key,
            arn: `arn:aws:s3:::${Bucket}/${Key}`,
            etag: head.ETag?.replaceAll('"', ""),
            versionId: head.VersionId,
            contentType: head.ContentType,
            cacheControl: head.CacheControl,
            metadata: head.Metadata,
            serverSideEncryption: head.ServerSideEncryption,
            kmsKeyId: head.SSEKMSKeyId,
            bucketKeyEnabled: head.BucketKeyEnabled,
            tags: toTagObject(tags?.TagSet),
        };
    },
    async delete(cloud, id, { forceDestroy }) {
        const [Bucket, Key] = parseObjectId(id);
        await deleteObjectVersions(cloud, Bucket, (key) => key === Key, Boolean(forceDestroy), Key);
    },
});

/** The object's bytes, from text, base64, or Pulumi's asset of a file or a string. */
async function readBody({ content, contentBase64, source }: Props): Promise<Buffer> {
    if (typeof content === "string") return Buffer.from(content);
    if (typeof contentBase64 === "string") return Buffer.from(contentBase64, "base64");
    if (!source) return Buffer.alloc(0);
    const { text, path, uri } = source as { text?: string; path?: string; uri?: string };
    if (isArchive(source as object)) {
        throw new Error(
            "source is an archive, which the local cloud does not support; use a FileAsset or a StringAsset.",
        );
    }
    if (typeof text === "string" && !path && !uri) return Buffer.from(text);
    if (!path)
        throw new Error(`source is ${uri}, but the local cloud downloads nothing; use a FileAsset or a StringAsset.`);
    return readFile(path);
}

/** An object's id is `bucket/key`; a bucket's name contains no slash. */
function parseObjectId(id: string): [string, string] {
    const slash = id.indexOf("/");
    return [id.slice(0, slash), id.slice(slash + 1)];
}

/** Deletes every version of the matching keys; `force` bypasses governance locks and legal holds, like forceDestroy. */
async function deleteObjectVersions(
    cloud: AwsCloud,
    Bucket: string,
    matches: (key: string) => boolean,
    force: boolean,
    Prefix?: string,
) {
    for (;;) {
        const page = await getClient(cloud).send(new sdk.ListObjectVersionsCommand({ Bucket, Prefix }));
        const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].filter(({ Key = "" }) => matches(Key));
        if (found.length === 0) return;
        for (const { Key, VersionId } of found) {
            if (force) await ignoreNotFound(releaseLegalHold(cloud, Bucket, Key, VersionId));
            const BypassGovernanceRetention = force || undefined;
            await getClient(cloud).send(
                new sdk.DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention }),
            );
        }
    }
}

async function releaseLegalHold(
    cloud: AwsCloud,
    Bucket: string,
    Key: string | undefined,
    VersionId: string | undefined,
) {
    const head = await getClient(cloud).send(new sdk.HeadObjectCommand({ Bucket, Key, VersionId }));
    if (head.ObjectLockLegalHoldStatus !== "ON") return;
    const LegalHold = { Status: "OFF" as const };
    await getClient(cloud).send(new sdk.PutObjectLegalHoldCommand({ Bucket, Key, VersionId, LegalHold }));
}

/** An object's body, only if it is text, in the version that HeadObject found, as in the official provider. */
async function getObject(cloud: AwsCloud, args: Props): Promise<Props> {
    const at = { Bucket: String(args.bucket), Key: String(args.key) };
    const seen = await getClient(cloud).send(
        new sdk.HeadObjectCommand({ ...at, VersionId: args.versionId as string | undefined }),
    );
    const version = { ...at, VersionId: seen.VersionId };
    const isText = /^(text\/|application\/json)/.test(seen.ContentType ?? "");
    const body = isText ? await getClient(cloud).send(new sdk.GetObjectCommand(version)) : undefined;
    return {
        ...args,
        id: `${at.Bucket}/${at.Key}`,
        body: (await body?.Body?.transformToString()) ?? "",
        contentType: seen.ContentType,
        contentLength: seen.ContentLength,
        versionId: seen.VersionId,
        tags: toTagObject((await getClient(cloud).send(new sdk.GetObjectTaggingCommand(at))).TagSet),
    };
}

export const functions = { "s3/getObject:getObject": getObject };

export const types = {
    "s3/bucket:Bucket": bucket,
    "s3/bucketVersioning:BucketVersioning": bucketVersioning,
    "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
        bucketServerSideEncryptionConfiguration,
    "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPublicAccessBlock,
    "s3/bucketOwnershipControls:BucketOwnershipControls": bucketOwnershipControls,
    "s3/bucketPolicy:BucketPolicy": bucketPolicy,
    "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketLifecycleConfiguration,
    "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": bucketObjectLockConfiguration,
    "s3/bucketObjectv2:BucketObjectv2": bucketObjectv2,
};
