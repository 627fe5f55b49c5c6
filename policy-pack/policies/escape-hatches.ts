import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../catalogue/escape-hatches";
import { denied } from "../deny";

/** A stack inside a resource, a command or a dynamic resource would make anything. */
export const escapeHatches: ResourceValidationPolicy = {
    name: "escape-hatches",
    description: "Nothing is made that the guardrails cannot see.",
    enforcementLevel: "mandatory",
    tags: ["pack"],
    ...denied(...Object.values(rows)),
};
