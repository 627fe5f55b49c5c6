import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as serverless from "../../catalogue/denied/serverless";
import { denyResources } from "../../runtime/deny-resources";

/** Serverless that waits for work bills as a server does. */
export const noProvisionedConcurrency: ResourceValidationPolicy = {
    name: "no-provisioned-concurrency",
    description: "What is called when needed is not kept warm or cached.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(serverless)),
};
