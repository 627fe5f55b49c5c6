import type { ResourceValidationPolicy } from "@pulumi/policy";
import { kafkaCluster, streamGovernance } from "../../catalogue/denied/confluent";
import { denyResources } from "../../runtime/deny-resources";

/** Every other kind bills by the hour at rest; and an elastic one without a bound grows with a loop. */
export const confluentBasicClustersOnly: ResourceValidationPolicy = {
    name: "confluent-basic-clusters-only",
    description: "A Kafka cluster is Basic, in one zone, and of a bounded size; Stream Governance is Essentials.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denyResources(kafkaCluster, streamGovernance),
};
