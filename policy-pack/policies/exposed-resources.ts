import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as exposures from "../catalogue/exposures";
import { denied } from "../deny";

const { longLivedIdentity: _, ...openings } = exposures;

/** A switch or an ACL is enough to be found by whoever scans the internet, within the hour. */
export const exposedResources: ResourceValidationPolicy = {
    name: "exposed-resources",
    description: "Nothing is there for the world to read or try.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    ...denied(...Object.values(openings)),
};
