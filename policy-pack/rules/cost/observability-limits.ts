import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../../catalogue/denied/observability";
import { denyResources } from "../../runtime/deny-resources";

/** What nobody looks at is kept for ever by default. */
export const observabilityLimits: ResourceValidationPolicy = {
    name: "observability-limits",
    description: "Logs end, and nothing watches all the time.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(rows)),
};
