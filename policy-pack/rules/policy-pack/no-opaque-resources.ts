import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../../catalogue/denied/escape-hatches";
import { denyResources } from "../../runtime/deny-resources";

/** A stack inside a resource, a command or a dynamic resource can create anything. */
export const noOpaqueResources: ResourceValidationPolicy = {
    name: "no-opaque-resources",
    description: "CloudFormation, Cloud Control, command and dynamic resources are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["policy-pack"],
    ...denyResources(...Object.values(rows)),
};
