import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../../catalogue/denied/storage";
import { denyResources } from "../../runtime/deny-resources";

/** What is provisioned is billed, not what is used. */
export const storageLimits: ResourceValidationPolicy = {
    name: "storage-limits",
    description: "Disks and file systems are small, of a cheap type, and there once.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(rows)),
};
