import * as sdk from "@aws-sdk/client-cloudtrail";
import type { cloudtrail } from "@pulumi/aws";
import { type Aws, aws } from "./cloud";
import { retag, tagList, tagObject } from "./tags";

const client = (cloud: Aws) => cloud.client(sdk.CloudTrailClient);

const trail = aws<cloudtrail.TrailArgs, cloudtrail.TrailState>({
    fixed: ["name"],
    changeable: [
        "s3BucketName",
        "s3KeyPrefix",
        "kmsKeyId",
        "enableLogFileValidation",
        "enableLogging",
        "includeGlobalServiceEvents",
        "isMultiRegionTrail",
        "tags",
    ],
    name: { property: "name", max: 128 },
    defaults: {
        enableLogFileValidation: false,
        enableLogging: true,
        includeGlobalServiceEvents: true,
        isMultiRegionTrail: false,
    },
    async create(cloud, inputs) {
        const TagsList = tagList(inputs.tags);
        const made = await client(cloud).send(new sdk.CreateTrailCommand({ ...asTrail(inputs), TagsList }));
        return { id: made.TrailARN as string };
    },
    async update(cloud, ResourceId, inputs, old) {
        await client(cloud).send(new sdk.UpdateTrailCommand({ ...asTrail(inputs), Name: ResourceId }));
        await retag(
            old.tags,
            inputs.tags,
            (keys) => {
                const TagsList = keys.map((Key) => ({ Key }));
                return client(cloud).send(new sdk.RemoveTagsCommand({ ResourceId, TagsList }));
            },
            (tags) => client(cloud).send(new sdk.AddTagsCommand({ ResourceId, TagsList: tagList(tags) })),
        );
    },
    /** A trail is made, and then started. */
    async settle(cloud, Name, { enableLogging }, old) {
        if (enableLogging === (old?.enableLogging ?? false)) return;
        await (enableLogging
            ? client(cloud).send(new sdk.StartLoggingCommand({ Name }))
            : client(cloud).send(new sdk.StopLoggingCommand({ Name })));
    },
    async read(cloud, arn) {
        const { trailList = [] } = await client(cloud).send(new sdk.DescribeTrailsCommand({ trailNameList: [arn] }));
        const [seen] = trailList;
        if (!seen) return undefined;
        const { IsLogging } = await client(cloud).send(new sdk.GetTrailStatusCommand({ Name: arn }));
        const { ResourceTagList } = await client(cloud).send(new sdk.ListTagsCommand({ ResourceIdList: [arn] }));
        return {
            arn,
            name: seen.Name,
            homeRegion: seen.HomeRegion,
            s3BucketName: seen.S3BucketName,
            s3KeyPrefix: seen.S3KeyPrefix,
            kmsKeyId: seen.KmsKeyId,
            enableLogFileValidation: seen.LogFileValidationEnabled,
            enableLogging: IsLogging,
            includeGlobalServiceEvents: seen.IncludeGlobalServiceEvents,
            isMultiRegionTrail: seen.IsMultiRegionTrail,
            tags: tagObject(ResourceTagList?.[0]?.TagsList),
        };
    },
    async delete(cloud, Name) {
        await client(cloud).send(new sdk.DeleteTrailCommand({ Name }));
    },
});

interface Wanted {
    name?: string;
    s3BucketName: string;
    s3KeyPrefix?: string;
    kmsKeyId?: string;
    enableLogFileValidation?: boolean;
    includeGlobalServiceEvents?: boolean;
    isMultiRegionTrail?: boolean;
}

/** An empty text takes a prefix or a key away again. */
const asTrail = (inputs: Wanted) => ({
    Name: inputs.name,
    S3BucketName: inputs.s3BucketName,
    S3KeyPrefix: inputs.s3KeyPrefix ?? "",
    KmsKeyId: inputs.kmsKeyId ?? "",
    EnableLogFileValidation: inputs.enableLogFileValidation,
    IncludeGlobalServiceEvents: inputs.includeGlobalServiceEvents,
    IsMultiRegionTrail: inputs.isMultiRegionTrail,
});

export const types = { "cloudtrail/trail:Trail": trail };
