import * as sdk from "@aws-sdk/client-sns";
import type { sns } from "@pulumi/aws";
import { type AwsCloud, defineAwsType } from "./cloud";
import { applyTagChanges, toTagList, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.SNSClient);

/** A topic's attributes and the inputs that set them. */
const attributes = { displayName: "DisplayName", kmsMasterKeyId: "KmsMasterKeyId", policy: "Policy" } as const;

const topic = defineAwsType<sns.TopicArgs, sns.TopicState>({
    replaceOnChanges: ["name"],
    updatable: ["displayName", "kmsMasterKeyId", "policy", "tags"],
    autoname: { property: "name", maxLength: 256 },
    jsonInputs: ["policy"],
    computed: ["policy"],
    async create(cloud, { name: Name, tags, ...inputs }) {
        const Attributes = Object.fromEntries(
            Object.entries(attributes).flatMap(([ours, theirs]) => {
                const value = inputs[ours as keyof typeof attributes];
                return value === undefined ? [] : [[theirs, value]];
            }),
        );
        const made = await getClient(cloud).send(
            new sdk.CreateTopicCommand({ Name, Attributes, Tags: toTagList(tags) }),
        );
        return { id: made.TopicArn as string };
    },
    async update(cloud, TopicArn, inputs, old) {
        for (const [ours, AttributeName] of Object.entries(attributes)) {
            const [now, before] = [inputs, old].map((each) => each[ours as keyof typeof attributes]);
            if (now === before) continue;
            const AttributeValue = now ?? "";
            await getClient(cloud).send(new sdk.SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
        }
        await applyTagChanges(
            old.tags,
            inputs.tags,
            (TagKeys) => getClient(cloud).send(new sdk.UntagResourceCommand({ ResourceArn: TopicArn, TagKeys })),
            (tags) =>
                getClient(cloud).send(new sdk.TagResourceCommand({ ResourceArn: TopicArn, Tags: toTagList(tags) })),
        );
    },
    async read(cloud, TopicArn) {
        const { Attributes = {} } = await getClient(cloud).send(new sdk.GetTopicAttributesCommand({ TopicArn }));
        const { Tags } = await getClient(cloud).send(new sdk.ListTagsForResourceCommand({ ResourceArn: TopicArn }));
        return {
            arn: TopicArn,
            name: TopicArn.split(":").at(-1),
            owner: Attributes.Owner,
            displayName: Attributes.DisplayName || undefined,
            kmsMasterKeyId: Attributes.KmsMasterKeyId || undefined,
            policy: Attributes.Policy,
            tags: toTagObject(Tags),
        };
    },
    async delete(cloud, TopicArn) {
        await getClient(cloud).send(new sdk.DeleteTopicCommand({ TopicArn }));
    },
});

const topicPolicy = defineAwsType<sns.TopicPolicyArgs, sns.TopicPolicyState>({
    replaceOnChanges: ["arn"],
    updatable: ["policy"],
    jsonInputs: ["policy"],
    create: async (_cloud, { arn }) => ({ id: arn }),
    async finalize(cloud, TopicArn, { policy }) {
        const AttributeValue = policy as string;
        await getClient(cloud).send(
            new sdk.SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }),
        );
    },
    async read(cloud, TopicArn) {
        const { Attributes = {} } = await getClient(cloud).send(new sdk.GetTopicAttributesCommand({ TopicArn }));
        return { arn: TopicArn, owner: Attributes.Owner, policy: Attributes.Policy };
    },
    /** A topic always has a policy: restores AWS' default, which only allows the topic's own account. */
    async delete(cloud, TopicArn, { owner }) {
        const AttributeValue = JSON.stringify({
            Version: "2008-10-17",
            Id: "__default_policy_ID",
            Statement: [
                {
                    Sid: "__default_statement_ID",
                    Effect: "Allow",
                    Principal: { AWS: "*" },
                    Action: ["SNS:Publish", "SNS:Subscribe", "SNS:Receive"],
                    Resource: TopicArn,
                    Condition: { StringEquals: { "AWS:SourceOwner": owner } },
                },
            ],
        });
        await getClient(cloud).send(
            new sdk.SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }),
        );
    },
});

export const types = { "sns/topic:Topic": topic, "sns/topicPolicy:TopicPolicy": topicPolicy };
