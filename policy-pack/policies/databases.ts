import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../catalogue/databases";
import * as rds from "../catalogue/rds";
import { denied } from "../deny";

/** Their defaults and examples are for production: two zones, replicas, capacity set aside. */
export const databases: ResourceValidationPolicy = {
    name: "databases",
    description: "A database is small, in one zone, and there once.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(...Object.values(rds), ...Object.values(rows)),
};
