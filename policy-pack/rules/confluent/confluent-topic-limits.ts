import type { ResourceValidationPolicy } from "@pulumi/policy";
import { confluentTopic } from "../../catalogue/denied/confluent";
import { denyResources } from "../../runtime/deny-resources";

/** Stored records are billed, and the default retention is a week. */
export const confluentTopicLimits: ResourceValidationPolicy = {
    name: "confluent-topic-limits",
    description: "Kafka topics must have few partitions and a short retention.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denyResources(confluentTopic),
};
