import * as sdk from "@aws-sdk/client-sns";
import type { sns } from "@pulumi/aws";
import { type Aws, aws } from "./cloud";
import { retag, tagList, tagObject } from "./tags";

const client = (cloud: Aws) => cloud.client(sdk.SNSClient);

/** Inputs that are attributes of a topic by another name. */
const attributes = { displayName: "DisplayName", kmsMasterKeyId: "KmsMasterKeyId", policy: "Policy" } as const;

const topic = aws<sns.TopicArgs, sns.TopicState>({
    fixed: ["name"],
    changeable: ["displayName", "kmsMasterKeyId", "policy", "tags"],
    name: { property: "name", max: 256 },
    json: ["policy"],
    computed: ["policy"],
    async create(cloud, { name: Name, tags, ...inputs }) {
        const Attributes = Object.fromEntries(
            Object.entries(attributes).flatMap(([ours, theirs]) => {
                const value = inputs[ours as keyof typeof attributes];
                return value === undefined ? [] : [[theirs, value]];
            }),
        );
        const made = await client(cloud).send(new sdk.CreateTopicCommand({ Name, Attributes, Tags: tagList(tags) }));
        return { id: made.TopicArn as string };
    },
    async update(cloud, TopicArn, inputs, old) {
        for (const [ours, AttributeName] of Object.entries(attributes)) {
            const [now, before] = [inputs, old].map((each) => each[ours as keyof typeof attributes]);
            if (now === before) continue;
            const AttributeValue = now ?? "";
            await client(cloud).send(new sdk.SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
        }
        await retag(
            old.tags,
            inputs.tags,
            (TagKeys) => client(cloud).send(new sdk.UntagResourceCommand({ ResourceArn: TopicArn, TagKeys })),
            (tags) => client(cloud).send(new sdk.TagResourceCommand({ ResourceArn: TopicArn, Tags: tagList(tags) })),
        );
    },
    async read(cloud, TopicArn) {
        const { Attributes = {} } = await client(cloud).send(new sdk.GetTopicAttributesCommand({ TopicArn }));
        const { Tags } = await client(cloud).send(new sdk.ListTagsForResourceCommand({ ResourceArn: TopicArn }));
        return {
            arn: TopicArn,
            name: TopicArn.split(":").at(-1),
            owner: Attributes.Owner,
            displayName: Attributes.DisplayName || undefined,
            kmsMasterKeyId: Attributes.KmsMasterKeyId || undefined,
            policy: Attributes.Policy,
            tags: tagObject(Tags),
        };
    },
    async delete(cloud, TopicArn) {
        await client(cloud).send(new sdk.DeleteTopicCommand({ TopicArn }));
    },
});

const topicPolicy = aws<sns.TopicPolicyArgs, sns.TopicPolicyState>({
    fixed: ["arn"],
    changeable: ["policy"],
    json: ["policy"],
    create: async (_cloud, { arn }) => ({ id: arn }),
    async settle(cloud, TopicArn, { policy }) {
        const AttributeValue = policy as string;
        await client(cloud).send(
            new sdk.SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }),
        );
    },
    async read(cloud, TopicArn) {
        const { Attributes = {} } = await client(cloud).send(new sdk.GetTopicAttributesCommand({ TopicArn }));
        return { arn: TopicArn, owner: Attributes.Owner, policy: Attributes.Policy };
    },
    /** A topic is never without a policy: it goes back to the one AWS gives, by which its owner's account alone may use it. */
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
        await client(cloud).send(
            new sdk.SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }),
        );
    },
});

export const types = { "sns/topic:Topic": topic, "sns/topicPolicy:TopicPolicy": topicPolicy };
