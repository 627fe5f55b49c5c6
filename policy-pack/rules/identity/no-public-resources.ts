import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as exposures from "../../catalogue/exposures";
import { denyResources } from "../../runtime/deny-resources";

const { longLivedIdentity: _, ...publicAccessRows } = exposures;

/** Scanners find a public resource within the hour. */
export const noPublicResources: ResourceValidationPolicy = {
    name: "no-public-resources",
    description: "Databases, buckets, images, repositories and functions must not be public.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    ...denyResources(...Object.values(publicAccessRows)),
};
