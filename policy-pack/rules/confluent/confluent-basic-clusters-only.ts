import type { ResourceValidationPolicy } from "@pulumi/policy";
import { kafkaCluster, streamGovernance } from "../../catalogue/denied/confluent";
import { denyResources } from "../../runtime/deny-resources";

/** Every other cluster type bills by the hour while idle, and an elastic one without a limit scales with a runaway loop. */
export const confluentBasicClustersOnly: ResourceValidationPolicy = {
    name: "confluent-basic-clusters-only",
    description:
        "Kafka clusters must be Basic, in one zone and of a bounded size; Stream Governance must be Essentials.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denyResources(kafkaCluster, streamGovernance),
};
