import type { ResourceValidationPolicy } from "@pulumi/policy";
import { connector, flinkPool, flinkStatement, ksqlCluster } from "../../catalogue/denied/confluent";
import { denyResources } from "../../runtime/deny-resources";

/** Connector tasks, CFUs and CSUs bill for every hour they run. */
export const confluentComputeLimits: ResourceValidationPolicy = {
    name: "confluent-compute-limits",
    description: "Connectors, Flink and ksqlDB in Confluent Cloud must stay within limits.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denyResources(connector, flinkPool, flinkStatement, ksqlCluster),
};
