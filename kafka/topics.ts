import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../lib/refusal";
import type { Cluster } from "./cluster";
import { createNameConflictHook } from "./name-conflict";
import type { Topic } from "./topics-and-applications";

export interface TopicsArgs {
    cluster: Cluster;
    topics: Readonly<Record<string, Topic>>;
    /** Topics as of the last update; null before the first. */
    previousTopics: pulumi.Output<Readonly<Record<string, Topic>> | null>;
}

/** The declared topics. */
export class Topics extends pulumi.ComponentResource {
    constructor(name: string, { cluster, topics, previousTopics }: TopicsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:kafka:Topics", name, {}, opts);
        const conflictArgs = { resourceKind: "topic", parent: this, protect: true };
        const getTopicId = (topicName: string) => pulumi.interpolate`${cluster.clusterId}/${topicName}`;
        for (const [topicName, { partitions, retentionHours }] of Object.entries(topics)) {
            new confluent.KafkaTopic(
                topicName,
                {
                    topicName,
                    partitionsCount: previousTopics.apply((previous) =>
                        assertPartitionsNotReduced(topicName, previous?.[topicName], partitions),
                    ),
                    config: { "cleanup.policy": "delete", "retention.ms": String(retentionHours * 3_600_000) },
                },
                {
                    parent: this,
                    hooks: {
                        onError: [
                            createNameConflictHook(topicName, {
                                ...conflictArgs,
                                findExistingId: () => getTopicId(topicName),
                            }),
                        ],
                    },
                },
            );
        }
        this.registerOutputs({});
    }
}

/** A Basic cluster's limit. Source: https://docs.confluent.io/cloud/current/clusters/cluster-types.html */
const maxPartitions = 4_096;

/** Refuses topics that the cluster would reject, before anything is created. */
export function assertValidTopics(topics: Readonly<Record<string, Topic>>): void {
    const problems = Object.entries(topics).flatMap(([name, { partitions, retentionHours }]) => [
        ...(/^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/.test(name)
            ? []
            : [
                  `the topic name ${JSON.stringify(name)} is not valid: it must be 1 to 249 letters, digits, dots, hyphens and underscores`,
              ]),
        ...(Number.isInteger(partitions) && partitions >= 1
            ? []
            : [`the topic ${name} has ${partitions} partitions: it must be a whole number from 1`]),
        ...(retentionHours > 0
            ? []
            : [`the topic ${name} has retentionHours ${retentionHours}: it must be more than 0`]),
    ]);
    const partitionCount = Object.values(topics).reduce((sum, { partitions }) => sum + partitions, 0);
    if (partitionCount > maxPartitions)
        problems.push(`the topics have ${partitionCount} partitions: a Basic cluster may have ${maxPartitions}`);
    if (problems.length > 0)
        refuse(problems.map((problem) => `${problem}. Change it in kafka/topics-and-applications.ts.`).join("\n"));
}

/** Kafka cannot remove partitions: Pulumi would delete the topic and create a new one. */
function assertPartitionsNotReduced(name: string, previous: Topic | undefined, partitions: number): number {
    if (previous === undefined || partitions >= previous.partitions) return partitions;
    return refuse(
        `the topic ${name} has ${previous.partitions} partitions, kafka/topics-and-applications.ts declares ${partitions}: partitions cannot ` +
            `be removed, so the topic would be replaced and all its records lost. Declare ${previous.partitions} or more, or a topic with ` +
            "another name.",
    );
}
