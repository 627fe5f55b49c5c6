import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsConfig } from "../clouds";
import { loginOf } from "../kafka-login";
import type { Check } from "./check";

/** A service starts with the login its secret holds, so the secret must open, be whole, and be under core's key. */
export const secrets: Check = {
    claim: "every application's secret opens, is whole and under core's key",
    async problems(env, { core, kafka }) {
        const client = new SecretsManagerClient(awsConfig(env));
        const found = await Promise.all(
            Object.entries(kafka.applicationAccess).map(async ([name, { secretArn }]) => {
                const login: Record<string, string> = { ...(await loginOf(env, secretArn)) };
                const parts = ["bootstrapServers", "securityProtocol", "saslMechanism", "key", "secret"];
                const missing = parts.filter((part) => !login[part]);
                const { KmsKeyId } = await client.send(new DescribeSecretCommand({ SecretId: secretArn }));
                return [
                    missing.length === 0 ? "" : `the secret of ${name} has no ${missing.join(", ")}`,
                    KmsKeyId === core.keyArn ? "" : `the secret of ${name} is under ${KmsKeyId ?? "the default key"}`,
                ];
            }),
        );
        return found.flat().filter(Boolean);
    },
};
