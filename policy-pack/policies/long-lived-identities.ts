import type { ResourceValidationPolicy } from "@pulumi/policy";
import { longLivedIdentity } from "../catalogue/exposures";
import { denied } from "../deny";

/** A key that does not end is the one that leaks. */
export const longLivedIdentities: ResourceValidationPolicy = {
    name: "long-lived-identities",
    description: "There is no user, group or key.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    ...denied(longLivedIdentity),
};
