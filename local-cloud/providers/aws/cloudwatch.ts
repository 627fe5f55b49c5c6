import * as sdk from "@aws-sdk/client-cloudwatch-logs";
import type { cloudwatch } from "@pulumi/aws";
import { type AwsCloud, defineAwsType } from "./cloud";
import { applyTagChanges, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.CloudWatchLogsClient);

const logGroup = defineAwsType<cloudwatch.LogGroupArgs, cloudwatch.LogGroupState>({
    replaceOnChanges: ["name", "logGroupClass"],
    updatable: ["kmsKeyId", "retentionInDays", "skipDestroy", "tags"],
    autoname: { property: "name", maxLength: 512 },
    defaults: { skipDestroy: false, retentionInDays: 0 },
    computed: ["logGroupClass", "deletionProtectionEnabled"],
    async create(cloud, inputs) {
        await getClient(cloud).send(
            new sdk.CreateLogGroupCommand({
                logGroupName: inputs.name,
                kmsKeyId: inputs.kmsKeyId,
                logGroupClass: inputs.logGroupClass as sdk.LogGroupClass,
                tags: inputs.tags,
            }),
        );
        return { id: inputs.name as string };
    },
    async finalize(cloud, logGroupName, { retentionInDays }, old) {
        if (retentionInDays)
            await getClient(cloud).send(new sdk.PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
        else if (old?.retentionInDays)
            await getClient(cloud).send(new sdk.DeleteRetentionPolicyCommand({ logGroupName }));
    },
    async update(cloud, logGroupName, { kmsKeyId, tags }, old) {
        if (kmsKeyId) await getClient(cloud).send(new sdk.AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
        else if (old.kmsKeyId) await getClient(cloud).send(new sdk.DisassociateKmsKeyCommand({ logGroupName }));
        const resourceArn = (await findLogGroup(cloud, logGroupName))?.logGroupArn;
        await applyTagChanges(
            old.tags,
            tags,
            (tagKeys) => getClient(cloud).send(new sdk.UntagResourceCommand({ resourceArn, tagKeys })),
            (changed) => getClient(cloud).send(new sdk.TagResourceCommand({ resourceArn, tags: changed })),
        );
    },
    async read(cloud, name) {
        const group = await findLogGroup(cloud, name);
        if (!group) return undefined;
        const resourceArn = group.logGroupArn;
        const { tags } = await getClient(cloud).send(new sdk.ListTagsForResourceCommand({ resourceArn }));
        return {
            arn: resourceArn,
            name,
            kmsKeyId: group.kmsKeyId,
            logGroupClass: group.logGroupClass,
            retentionInDays: group.retentionInDays ?? 0,
            tags: toTagObject(Object.entries(tags ?? {}).map(([key, value]) => ({ key, value }))),
        };
    },
    async delete(cloud, logGroupName, { skipDestroy }) {
        if (!skipDestroy) await getClient(cloud).send(new sdk.DeleteLogGroupCommand({ logGroupName }));
    },
});

/** The group with exactly this name, and its ARN without the `:*` that only log streams need. */
async function findLogGroup(cloud: AwsCloud, name: string): Promise<sdk.LogGroup | undefined> {
    const pages = sdk.paginateDescribeLogGroups({ client: getClient(cloud) }, { logGroupNamePrefix: name });
    for await (const { logGroups } of pages) {
        const group = logGroups?.find(({ logGroupName }) => logGroupName === name);
        if (group) return { ...group, logGroupArn: group.logGroupArn ?? group.arn?.replace(/:\*$/, "") };
    }
    return undefined;
}

export const types = { "cloudwatch/logGroup:LogGroup": logGroup };
