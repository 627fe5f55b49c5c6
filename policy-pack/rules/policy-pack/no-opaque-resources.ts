import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../../catalogue/denied/escape-hatches";
import { denyResources } from "../../runtime/deny-resources";

/** A stack inside a resource, a command or a dynamic resource would make anything. */
export const noOpaqueResources: ResourceValidationPolicy = {
    name: "no-opaque-resources",
    description: "Nothing is made that the guardrails cannot see.",
    enforcementLevel: "mandatory",
    tags: ["policy-pack"],
    ...denyResources(...Object.values(rows)),
};
