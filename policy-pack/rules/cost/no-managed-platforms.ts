import type { ResourceValidationPolicy } from "@pulumi/policy";
import { eksCluster } from "../../catalogue/denied/eks";
import * as rows from "../../catalogue/denied/platforms";
import { denyResources } from "../../runtime/deny-resources";

/** Their smallest size is made for production, and waits for work at the same price. */
export const noManagedPlatforms: ResourceValidationPolicy = {
    name: "no-managed-platforms",
    description: "There is no managed platform that bills while it waits.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(eksCluster, ...Object.values(rows)),
};
