import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as security from "../../catalogue/denied/security";
import { denyResources } from "../../runtime/deny-resources";

/** They are made for organizations and bill for every item they inspect. */
export const noPaidSecurityServices: ResourceValidationPolicy = {
    name: "no-paid-security-services",
    description: "Security services that bill by usage are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(security)),
};
