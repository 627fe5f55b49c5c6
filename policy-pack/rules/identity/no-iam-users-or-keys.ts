import type { ResourceValidationPolicy } from "@pulumi/policy";
import { longLivedIdentity } from "../../catalogue/exposures";
import { denyResources } from "../../runtime/deny-resources";

/** A key that does not end is the one that leaks. */
export const noIamUsersOrKeys: ResourceValidationPolicy = {
    name: "no-iam-users-or-keys",
    description: "There is no user, group or key.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    ...denyResources(longLivedIdentity),
};
