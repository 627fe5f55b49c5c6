import * as sdk from "@aws-sdk/client-cloudwatch-logs";
import type { cloudwatch } from "@pulumi/aws";
import { type Aws, aws } from "./cloud";
import { retag, tagObject } from "./tags";

const client = (cloud: Aws) => cloud.client(sdk.CloudWatchLogsClient);

const logGroup = aws<cloudwatch.LogGroupArgs, cloudwatch.LogGroupState>({
    fixed: ["name", "logGroupClass"],
    changeable: ["kmsKeyId", "retentionInDays", "skipDestroy", "tags"],
    name: { property: "name", max: 512 },
    defaults: { skipDestroy: false, retentionInDays: 0 },
    computed: ["logGroupClass", "deletionProtectionEnabled"],
    async create(cloud, inputs) {
        await client(cloud).send(
            new sdk.CreateLogGroupCommand({
                logGroupName: inputs.name,
                kmsKeyId: inputs.kmsKeyId,
                logGroupClass: inputs.logGroupClass as sdk.LogGroupClass,
                tags: inputs.tags,
            }),
        );
        return { id: inputs.name as string };
    },
    async settle(cloud, logGroupName, { retentionInDays }, old) {
        if (retentionInDays)
            await client(cloud).send(new sdk.PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
        else if (old?.retentionInDays) await client(cloud).send(new sdk.DeleteRetentionPolicyCommand({ logGroupName }));
    },
    async update(cloud, logGroupName, { kmsKeyId, tags }, old) {
        if (kmsKeyId) await client(cloud).send(new sdk.AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
        else if (old.kmsKeyId) await client(cloud).send(new sdk.DisassociateKmsKeyCommand({ logGroupName }));
        const resourceArn = (await found(cloud, logGroupName))?.logGroupArn;
        await retag(
            old.tags,
            tags,
            (tagKeys) => client(cloud).send(new sdk.UntagResourceCommand({ resourceArn, tagKeys })),
            (changed) => client(cloud).send(new sdk.TagResourceCommand({ resourceArn, tags: changed })),
        );
    },
    async read(cloud, name) {
        const group = await found(cloud, name);
        if (!group) return undefined;
        const resourceArn = group.logGroupArn;
        const { tags } = await client(cloud).send(new sdk.ListTagsForResourceCommand({ resourceArn }));
        return {
            arn: resourceArn,
            name,
            kmsKeyId: group.kmsKeyId,
            logGroupClass: group.logGroupClass,
            retentionInDays: group.retentionInDays ?? 0,
            tags: tagObject(Object.entries(tags ?? {}).map(([key, value]) => ({ key, value }))),
        };
    },
    async delete(cloud, logGroupName, { skipDestroy }) {
        if (!skipDestroy) await client(cloud).send(new sdk.DeleteLogGroupCommand({ logGroupName }));
    },
});

/** The one group of exactly this name; its ARN without the `:*` that only log streams need. */
async function found(cloud: Aws, name: string): Promise<sdk.LogGroup | undefined> {
    const pages = sdk.paginateDescribeLogGroups({ client: client(cloud) }, { logGroupNamePrefix: name });
    for await (const { logGroups } of pages) {
        const group = logGroups?.find(({ logGroupName }) => logGroupName === name);
        if (group) return { ...group, logGroupArn: group.logGroupArn ?? group.arn?.replace(/:\*$/, "") };
    }
    return undefined;
}

export const types = { "cloudwatch/logGroup:LogGroup": logGroup };
