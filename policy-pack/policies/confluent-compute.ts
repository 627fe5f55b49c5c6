import type { ResourceValidationPolicy } from "@pulumi/policy";
import { connector, flinkPool, flinkStatement, ksqlCluster } from "../catalogue/confluent";
import { denied } from "../deny";

/** Tasks, CFUs and CSUs bill by the hour that they run. */
export const confluentCompute: ResourceValidationPolicy = {
    name: "confluent-compute",
    description: "What computes in Confluent Cloud is bounded.",
    enforcementLevel: "mandatory",
    tags: ["confluent"],
    ...denied(connector, flinkPool, flinkStatement, ksqlCluster),
};
