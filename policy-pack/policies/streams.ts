import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../catalogue/streams";
import { denied } from "../deny";

/** Brokers and shards bill by the hour, empty or not. */
export const streams: ResourceValidationPolicy = {
    name: "streams",
    description: "There is no broker or stream beside the Basic Kafka cluster.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(...Object.values(rows)),
};
