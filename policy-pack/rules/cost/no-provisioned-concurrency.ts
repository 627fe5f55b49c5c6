import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as serverless from "../../catalogue/denied/serverless";
import { denyResources } from "../../runtime/deny-resources";

/** Serverless capacity that waits for work bills like a server. */
export const noProvisionedConcurrency: ResourceValidationPolicy = {
    name: "no-provisioned-concurrency",
    description: "Provisioned concurrency, Lambda capacity providers and API caches are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(serverless)),
};
