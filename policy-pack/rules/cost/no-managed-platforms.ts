import type { ResourceValidationPolicy } from "@pulumi/policy";
import { eksCluster } from "../../catalogue/denied/eks";
import * as rows from "../../catalogue/denied/platforms";
import { denyResources } from "../../runtime/deny-resources";

/** Their smallest size is made for production and costs the same while it waits for work. */
export const noManagedPlatforms: ResourceValidationPolicy = {
    name: "no-managed-platforms",
    description: "Managed platforms that bill while idle (EKS, EMR, SageMaker and others) are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(eksCluster, ...Object.values(rows)),
};
