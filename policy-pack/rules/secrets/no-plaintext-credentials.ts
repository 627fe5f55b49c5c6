import type { StackValidationPolicy } from "@pulumi/policy";
import { credentialPattern } from "../../runtime/credential-pattern";
import { readDeclaredInputs } from "../../runtime/declared-inputs";

/** Where logins belong. */
const secretVersionType = "aws:secretsmanager/secretVersion:SecretVersion";

/**
 * A state and a console show what a resource was declared with, and the stack what it exports. What another resource makes is
 * unknown in preview, and is nothing that somebody wrote.
 */
export const noPlaintextCredentials: StackValidationPolicy = {
    name: "no-plaintext-credentials",
    description: "Inputs and outputs must not contain plaintext credentials.",
    enforcementLevel: "mandatory",
    tags: ["secrets"],
    validateStack({ resources }, report) {
        for (const resource of resources.filter(({ type }) => type !== secretVersionType)) {
            for (const path of findCredentialPaths(readDeclaredInputs(resource))) {
                report(
                    `${path} holds a login in the clear; put it in Secrets Manager, and hand on its ARN.`,
                    resource.urn,
                );
            }
        }
    },
};

/** Their paths. */
function findCredentialPaths(value: unknown, path = ""): string[] {
    if (typeof value === "string") return credentialPattern.test(value) ? [path] : [];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, each]) => findCredentialPaths(each, path ? `${path}.${name}` : name));
}
