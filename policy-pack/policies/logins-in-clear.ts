import type { StackValidationPolicy } from "@pulumi/policy";
import { declaredIn } from "../declared";
import { looksLikeLogin } from "../login";

/** Where logins belong. */
const keeper = "aws:secretsmanager/secretVersion:SecretVersion";

/**
 * A state and a console show what a resource was declared with, and the stack what it exports. What another resource makes is
 * unknown in preview, and is nothing that somebody wrote.
 */
export const loginsInClear: StackValidationPolicy = {
    name: "logins-in-clear",
    description: "Nothing that is declared or exported is a login in the clear.",
    enforcementLevel: "mandatory",
    tags: ["secrets"],
    validateStack({ resources }, report) {
        for (const resource of resources.filter(({ type }) => type !== keeper)) {
            for (const at of loginsAt(declaredIn(resource))) {
                report(
                    `${at} holds a login in the clear; put it in Secrets Manager, and hand on its ARN.`,
                    resource.urn,
                );
            }
        }
    },
};

/** Their paths. */
function loginsAt(value: unknown, at = ""): string[] {
    if (typeof value === "string") return looksLikeLogin.test(value) ? [at] : [];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, each]) => loginsAt(each, at ? `${at}.${name}` : name));
}
