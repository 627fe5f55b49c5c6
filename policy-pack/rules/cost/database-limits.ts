import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../../catalogue/denied/databases";
import * as rds from "../../catalogue/denied/rds";
import { denyResources } from "../../runtime/deny-resources";

/** Their defaults and examples are for production: two zones, replicas, provisioned capacity. */
export const databaseLimits: ResourceValidationPolicy = {
    name: "database-limits",
    description: "Databases must be small, in one zone and without copies.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(rds), ...Object.values(rows)),
};
