import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../../catalogue/denied/observability";
import { denyResources } from "../../runtime/deny-resources";

/** By default, log groups never expire. */
export const observabilityLimits: ResourceValidationPolicy = {
    name: "observability-limits",
    description: "Log groups must expire, and paid dashboards, alarms and canaries are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(rows)),
};
