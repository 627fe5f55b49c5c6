import type { StackValidationPolicy } from "@pulumi/policy";
import { credentialPattern } from "../../runtime/credential-pattern";
import { readDeclaredInputs } from "../../runtime/declared-inputs";

/** The resource that credentials belong in. */
const secretVersionType = "aws:secretsmanager/secretVersion:SecretVersion";

/**
 * The state and the console show a resource's inputs, and the stack its outputs. Values created by other resources are unknown
 * in preview; nobody typed those.
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
                    `${path} contains a plaintext credential; store it in Secrets Manager and pass its ARN.`,
                    resource.urn,
                );
            }
        }
    },
};

function findCredentialPaths(value: unknown, path = ""): string[] {
    if (typeof value === "string") return credentialPattern.test(value) ? [path] : [];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, each]) => findCredentialPaths(each, path ? `${path}.${name}` : name));
}
