import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../../catalogue/denied/storage";
import { denyResources } from "../../runtime/deny-resources";

/** Provisioned storage is billed, used or not. */
export const storageLimits: ResourceValidationPolicy = {
    name: "storage-limits",
    description: "Disks and file systems must be small, of a cheap type and without replicas.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(rows)),
};
