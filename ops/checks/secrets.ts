import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { readKafkaCredentials } from "../clients/kafka";
import type { Check } from "./check";

/** A service starts with the credentials in its secret, so the secret must be readable, complete and encrypted with core's key. */
export const secretsCheck: Check = {
    claim: "every application's secret is readable, complete and encrypted with core's key",
    layers: ["core", "kafka"],
    async findProblems(_env, { core, kafka }, { aws }) {
        const client = aws.create(SecretsManagerClient);
        const problems = await Promise.all(
            Object.entries(kafka.applicationAccess).map(async ([name, { secretArn }]) => {
                const credentials: Record<string, string> = { ...(await readKafkaCredentials(aws, secretArn)) };
                const parts = ["bootstrapServers", "securityProtocol", "saslMechanism", "key", "secret"];
                const missing = parts.filter((part) => !credentials[part]);
                const { KmsKeyId } = await client.send(new DescribeSecretCommand({ SecretId: secretArn }));
                return [
                    missing.length === 0 ? "" : `the secret of ${name} has no ${missing.join(", ")}`,
                    KmsKeyId === core.keyArn
                        ? ""
                        : `the secret of ${name} is encrypted with ${KmsKeyId ?? "the default key"}`,
                ];
            }),
        );
        return problems.flat().filter(Boolean);
    },
};
