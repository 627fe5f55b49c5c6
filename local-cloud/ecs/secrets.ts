import type { Secret } from "@aws-sdk/client-ecs";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { buildClientConfig, type Credentials } from "../aws/local-account";
import type { LocalCloud } from "../local-service";

/** Parses a task definition's `valueFrom`: secret ARN, then `:json-key:version-stage:version-id`, each of them optional. */
export function parseSecretReference(valueFrom: string) {
    const parts = valueFrom.split(":");
    const [jsonKey, stage, version] = parts.slice(7);
    return { arn: parts.slice(0, 7).join(":"), jsonKey, stage, version };
}

/** The values of a container's secrets, read with the execution role. */
export async function resolveSecrets(
    cloud: Pick<LocalCloud, "home" | "ports">,
    secrets: readonly Secret[],
    executionRole: Credentials,
): Promise<Record<string, string>> {
    const client = new SecretsManagerClient(buildClientConfig(cloud, executionRole));
    const values: Record<string, string> = {};
    for (const { name = "", valueFrom = "" } of secrets) {
        const { arn, jsonKey, stage, version } = parseSecretReference(valueFrom);
        if (!arn.startsWith("arn:aws:secretsmanager:")) {
            throw new Error(`the secret ${name} is ${valueFrom}; the local cloud only resolves Secrets Manager ARNs.`);
        }
        const { SecretString = "" } = await client.send(
            new GetSecretValueCommand({
                SecretId: arn,
                ...(stage && { VersionStage: stage }),
                ...(version && { VersionId: version }),
            }),
        );
        values[name] = jsonKey ? readJsonKey(SecretString, jsonKey, arn) : SecretString;
    }
    return values;
}

/** One key of a JSON secret. A JSON parser's message quotes the secret, so it is not passed on. */
export function readJsonKey(secret: string, key: string, arn: string): string {
    let value: unknown;
    try {
        value = JSON.parse(secret)[key];
    } catch {
        throw new Error(`the secret ${arn} is not valid JSON, so it has no key ${key}.`);
    }
    if (value === undefined) throw new Error(`the secret ${arn} has no key ${key}.`);
    return typeof value === "string" ? value : JSON.stringify(value);
}
