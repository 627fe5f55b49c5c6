import type { ResourceValidationPolicy } from "@pulumi/policy";
import { confluentTopic } from "../../catalogue/denied/confluent";
import { denyResources } from "../../runtime/deny-resources";

/** What is kept is billed, and the default is a week of everything. */
export const confluentTopicLimits: ResourceValidationPolicy = {
    name: "confluent-topic-limits",
    description: "A topic has few partitions and forgets.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denyResources(confluentTopic),
};
