import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as security from "../catalogue/security";
import { denied } from "../deny";

/** They are made for an organization, and bill for each thing they look at. */
export const securityServices: ResourceValidationPolicy = {
    name: "security-services",
    description: "There is no security service that bills by what it looks at.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(...Object.values(security)),
};
