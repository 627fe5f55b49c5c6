import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as keys from "../../catalogue/denied/keys";
import { denyResources } from "../../runtime/deny-resources";

/** Each replica is billed, and a secret scheduled for deletion blocks its name. */
export const singleRegionKeysAndSecrets: ResourceValidationPolicy = {
    name: "single-region-keys-and-secrets",
    description: "KMS keys and secrets must be in one region, and secrets must be deleted without a recovery window.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(...Object.values(keys)),
};
