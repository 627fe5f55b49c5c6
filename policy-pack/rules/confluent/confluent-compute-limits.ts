import type { ResourceValidationPolicy } from "@pulumi/policy";
import { connector, flinkPool, flinkStatement, ksqlCluster } from "../../catalogue/denied/confluent";
import { denyResources } from "../../runtime/deny-resources";

/** Tasks, CFUs and CSUs bill by the hour that they run. */
export const confluentComputeLimits: ResourceValidationPolicy = {
    name: "confluent-compute-limits",
    description: "What computes in Confluent Cloud is bounded.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denyResources(connector, flinkPool, flinkStatement, ksqlCluster),
};
