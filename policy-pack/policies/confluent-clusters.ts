import type { ResourceValidationPolicy } from "@pulumi/policy";
import { kafkaCluster, streamGovernance } from "../catalogue/confluent";
import { denied } from "../deny";

/** Every other kind bills by the hour at rest; and an elastic one without a bound grows with a loop. */
export const confluentClusters: ResourceValidationPolicy = {
    name: "confluent-clusters",
    description: "A Kafka cluster is Basic, in one zone, and of a bounded size; Stream Governance is Essentials.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denied(kafkaCluster, streamGovernance),
};
