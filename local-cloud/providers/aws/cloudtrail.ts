import * as sdk from "@aws-sdk/client-cloudtrail";
import type { cloudtrail } from "@pulumi/aws";
import { type AwsCloud, defineAwsType } from "./cloud";
import { applyTagChanges, toTagList, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.CloudTrailClient);

const trail = defineAwsType<cloudtrail.TrailArgs, cloudtrail.TrailState>({
    replaceOnChanges: ["name"],
    updatable: [
        "s3BucketName",
        "s3KeyPrefix",
        "kmsKeyId",
        "enableLogFileValidation",
        "enableLogging",
        "includeGlobalServiceEvents",
        "isMultiRegionTrail",
        "tags",
    ],
    autoname: { property: "name", maxLength: 128 },
    defaults: {
        enableLogFileValidation: false,
        enableLogging: true,
        includeGlobalServiceEvents: true,
        isMultiRegionTrail: false,
    },
    async create(cloud, inputs) {
        const TagsList = toTagList(inputs.tags);
        const made = await getClient(cloud).send(new sdk.CreateTrailCommand({ ...toTrailRequest(inputs), TagsList }));
        return { id: made.TrailARN as string };
    },
    async update(cloud, ResourceId, inputs, old) {
        await getClient(cloud).send(new sdk.UpdateTrailCommand({ ...toTrailRequest(inputs), Name: ResourceId }));
        await applyTagChanges(
            old.tags,
            inputs.tags,
            (keys) => {
                const TagsList = keys.map((Key) => ({ Key }));
                return getClient(cloud).send(new sdk.RemoveTagsCommand({ ResourceId, TagsList }));
            },
            (tags) => getClient(cloud).send(new sdk.AddTagsCommand({ ResourceId, TagsList: toTagList(tags) })),
        );
    },
    /** Creates the trail, then starts logging. */
    async finalize(cloud, Name, { enableLogging }, old) {
        if (enableLogging === (old?.enableLogging ?? false)) return;
        await (enableLogging
            ? getClient(cloud).send(new sdk.StartLoggingCommand({ Name }))
            : getClient(cloud).send(new sdk.StopLoggingCommand({ Name })));
    },
    async read(cloud, arn) {
        const { trailList = [] } = await getClient(cloud).send(new sdk.DescribeTrailsCommand({ trailNameList: [arn] }));
        const [seen] = trailList;
        if (!seen) return undefined;
        const { IsLogging } = await getClient(cloud).send(new sdk.GetTrailStatusCommand({ Name: arn }));
        await getClient(cloud).send(new sdk.GetEventSelectorsCommand({ TrailName: arn }));
        const { ResourceTagList } = await getClient(cloud).send(new sdk.ListTagsCommand({ ResourceIdList: [arn] }));
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
            tags: toTagObject(ResourceTagList?.[0]?.TagsList),
        };
    },
    async delete(cloud, Name) {
        await getClient(cloud).send(new sdk.DeleteTrailCommand({ Name }));
    },
});

interface TrailInputs {
    name?: string;
    s3BucketName: string;
    s3KeyPrefix?: string;
    kmsKeyId?: string;
    enableLogFileValidation?: boolean;
    includeGlobalServiceEvents?: boolean;
    isMultiRegionTrail?: boolean;
}

/** An empty text removes a prefix or a key. */
const toTrailRequest = (inputs: TrailInputs) => ({
    Name: inputs.name,
    S3BucketName: inputs.s3BucketName,
    S3KeyPrefix: inputs.s3KeyPrefix ?? "",
    KmsKeyId: inputs.kmsKeyId ?? "",
    EnableLogFileValidation: inputs.enableLogFileValidation,
    IncludeGlobalServiceEvents: inputs.includeGlobalServiceEvents,
    IsMultiRegionTrail: inputs.isMultiRegionTrail,
});

export const types = { "cloudtrail/trail:Trail": trail };
