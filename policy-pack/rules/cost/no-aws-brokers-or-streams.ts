import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../../catalogue/denied/streams";
import { denyResources } from "../../runtime/deny-resources";

/** Brokers and shards bill by the hour, empty or not. */
export const noAwsBrokersOrStreams: ResourceValidationPolicy = {
    name: "no-aws-brokers-or-streams",
    description: "MSK, Amazon MQ and Kinesis are not allowed: use the Basic Kafka cluster.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(rows)),
};
