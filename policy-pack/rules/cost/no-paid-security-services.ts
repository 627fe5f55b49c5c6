import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as security from "../../catalogue/denied/security";
import { denyResources } from "../../runtime/deny-resources";

/** They are made for an organization, and bill for each thing they look at. */
export const noPaidSecurityServices: ResourceValidationPolicy = {
    name: "no-paid-security-services",
    description: "There is no security service that bills by what it looks at.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(security)),
};
