import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forTypeDeferred } from "../../runtime/catch-unknown";
import { credentialPattern } from "../../runtime/credential-pattern";
import { findValues } from "../../runtime/value-at";
import { formatValue } from "../../runtime/violation-message";

type EnvironmentVariable = [name: string, value: unknown];

/** Reads the environment variables of a resource; undefined where they cannot be read. Anybody who may describe it can see them. */
const variableReaders: Record<string, (props: object) => EnvironmentVariable[] | undefined> = {
    "aws:ecs/taskDefinition:TaskDefinition": (props) => {
        const { containerDefinitions: json } = props as { containerDefinitions?: unknown };
        const containers = typeof json === "string" ? parseJson(json) : undefined;
        return Array.isArray(containers) ? containers.flatMap(listVariables) : undefined;
    },
    "aws:lambda/function:Function": (props) =>
        findValues(props, "environment?.variables").flatMap(({ value }) => Object.entries(Object(value))),
};

/** Names of variables for credentials. */
const credentialNamePattern = /secret|passw(or)?d|token|credential|private_?key|access_?key|api_?key/i;
/** Values that refer to a secret and do not contain it. */
const referencePattern = /^(arn:|\{\{resolve:|\$\{?\w+\}?$|alias\/|https?:\/\/[^@]*$)/;

/** Crash reports and console pages print environment variables; a reference to a secret is safe. */
export const noPlaintextSecretsInEnv: ResourceValidationPolicy = {
    name: "no-plaintext-secrets-in-env",
    description: "Environment variables of ECS tasks and Lambda functions must not contain plaintext secrets.",
    enforcementLevel: "mandatory",
    tags: ["secrets"],
    validateResource: forTypeDeferred(Object.keys(variableReaders), (props, { type }, report) => {
        const variables = variableReaders[type]?.(props);
        if (!variables) report("containerDefinitions is not a list of containers: write it as JSON.");
        for (const [name, value] of variables ?? []) {
            const text = formatValue(value);
            if (value === undefined || value === "" || referencePattern.test(text)) continue;
            if (credentialNamePattern.test(name) || credentialPattern.test(String(value))) {
                report(
                    `environment variable ${name} contains a plaintext secret; store it in Secrets Manager and put its ARN in secrets.`,
                );
            }
        }
    }),
};

const listVariables = (container: unknown): EnvironmentVariable[] => {
    const { environment } = Object(container);
    return Array.isArray(environment) ? environment.map((each) => [String(Object(each).name), Object(each).value]) : [];
};

function parseJson(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        return undefined; // not JSON, so not a list of containers
    }
}
