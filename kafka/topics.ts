import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../lib/refusal";
import type { Topic } from "./catalogue";
import type { Cluster } from "./cluster";
import { ifTaken } from "./taken";

export interface TopicsArgs {
    cluster: Cluster;
    topics: Readonly<Record<string, Topic>>;
    /** As the last update declared them; null before the first. */
    before: pulumi.Output<Readonly<Record<string, Topic>> | null>;
}

/** The catalogue's topics, with just the settings it names. */
export class Topics extends pulumi.ComponentResource {
    constructor(name: string, { cluster, topics, before }: TopicsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:kafka:Topics", name, {}, opts);
        demandDeclarable(topics);
        const taken = { what: "topic", parent: this, protect: true };
        const idOf = (topicName: string) => pulumi.interpolate`${cluster.clusterId}/${topicName}`;
        for (const [topicName, { partitions, retentionHours }] of Object.entries(topics)) {
            new confluent.KafkaTopic(
                topicName,
                {
                    topicName,
                    partitionsCount: before.apply((known) => notFewer(topicName, known?.[topicName], partitions)),
                    config: { "cleanup.policy": "delete", "retention.ms": String(retentionHours * 3_600_000) },
                },
                { parent: this, hooks: { onError: [ifTaken(topicName, { ...taken, id: () => idOf(topicName) })] } },
            );
        }
        this.registerOutputs({});
    }
}

/** Refuses what the cluster would, while nothing is made yet. */
export function demandDeclarable(topics: Readonly<Record<string, Topic>>): void {
    const wrong = Object.entries(topics).flatMap(([name, { partitions, retentionHours }]) => [
        ...(/^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/.test(name)
            ? []
            : [
                  `the topic's name ${JSON.stringify(name)} is none: Kafka takes 1 to 249 letters, digits, dots, hyphens and underscores`,
              ]),
        ...(Number.isInteger(partitions) && partitions >= 1
            ? []
            : [`the topic ${name} has ${partitions} partitions: it must be a whole number from 1`]),
        ...(retentionHours > 0
            ? []
            : [`the topic ${name} keeps records for ${retentionHours} hours: it must be more than 0`]),
    ]);
    if (wrong.length > 0) refuse(wrong.map((sentence) => `${sentence}. Change it in kafka/catalogue.ts.`).join("\n"));
}

/** Kafka cannot take a partition away: Pulumi would delete the topic and make another. */
function notFewer(name: string, before: Topic | undefined, partitions: number): number {
    if (before === undefined || partitions >= before.partitions) return partitions;
    return refuse(
        `the topic ${name} has ${before.partitions} partitions, kafka/catalogue.ts declares ${partitions}: a topic cannot ` +
            `shrink, it would be replaced and every record in it lost. Give it ${before.partitions} or more, or declare a topic of ` +
            "another name.",
    );
}
