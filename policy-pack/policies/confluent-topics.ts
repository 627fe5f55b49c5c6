import type { ResourceValidationPolicy } from "@pulumi/policy";
import { topic } from "../catalogue/confluent";
import { denied } from "../deny";

/** What is kept is billed, and the default is a week of everything. */
export const confluentTopics: ResourceValidationPolicy = {
    name: "confluent-topics",
    description: "A topic has few partitions and forgets.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denied(topic),
};
