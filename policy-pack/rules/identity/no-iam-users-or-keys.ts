import type { ResourceValidationPolicy } from "@pulumi/policy";
import { longLivedIdentity } from "../../catalogue/exposures";
import { denyResources } from "../../runtime/deny-resources";

/** A key that never expires is the one that leaks. */
export const noIamUsersOrKeys: ResourceValidationPolicy = {
    name: "no-iam-users-or-keys",
    description: "IAM users, groups and access keys are not allowed.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    ...denyResources(longLivedIdentity),
};
