import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as keys from "../catalogue/keys";
import { denied } from "../deny";

/** Each copy is billed, and one that waits for its deletion keeps its name. */
export const keysAndSecrets: ResourceValidationPolicy = {
    name: "keys-and-secrets",
    description: "Keys and secrets are in one region, and can be made again.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(...Object.values(keys)),
};
