import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../../catalogue/denied/databases";
import * as rds from "../../catalogue/denied/rds";
import { denyResources } from "../../runtime/deny-resources";

/** Their defaults and examples are for production: two zones, replicas, capacity set aside. */
export const databaseLimits: ResourceValidationPolicy = {
    name: "database-limits",
    description: "A database is small, in one zone, and there once.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(rds), ...Object.values(rows)),
};
