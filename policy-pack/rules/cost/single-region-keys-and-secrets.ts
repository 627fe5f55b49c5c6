import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as keys from "../../catalogue/denied/keys";
import { denyResources } from "../../runtime/deny-resources";

/** Each copy is billed, and one that waits for its deletion keeps its name. */
export const singleRegionKeysAndSecrets: ResourceValidationPolicy = {
    name: "single-region-keys-and-secrets",
    description: "Keys and secrets are in one region, and can be made again.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(keys)),
};
