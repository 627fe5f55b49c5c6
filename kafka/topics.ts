import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import type { Topic } from "./catalogue";

export interface TopicsArgs {
    topics: Readonly<Record<string, Topic>>;
}

/** The catalogue's topics, with just the settings it names. */
export class Topics extends pulumi.ComponentResource {
    constructor(name: string, { topics }: TopicsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:kafka:Topics", name, {}, opts);
        for (const [topicName, { partitions, retentionHours }] of Object.entries(topics)) {
            new confluent.KafkaTopic(
                topicName,
                {
                    topicName,
                    partitionsCount: partitions,
                    config: { "cleanup.policy": "delete", "retention.ms": String(retentionHours * 3_600_000) },
                },
                { parent: this },
            );
        }
        this.registerOutputs({});
    }
}
