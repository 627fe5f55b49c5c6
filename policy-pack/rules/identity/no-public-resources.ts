import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as exposures from "../../catalogue/exposures";
import { denyResources } from "../../runtime/deny-resources";

const { longLivedIdentity: _, ...publicAccessRows } = exposures;

/** A switch or an ACL is enough to be found by whoever scans the internet, within the hour. */
export const noPublicResources: ResourceValidationPolicy = {
    name: "no-public-resources",
    description: "Nothing is there for the world to read or try.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    ...denyResources(...Object.values(publicAccessRows)),
};
