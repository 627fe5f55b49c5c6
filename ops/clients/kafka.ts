import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Admin } from "@platformatic/kafka";
import { buildKafkaClientOptions, type KafkaCredentials } from "../../lib/kafka-client";
import type { AwsClients } from "./aws";
import { readCertificateAuthorities } from "./proxy-agent";

export type { KafkaCredentials };

/** Reads an application's secret with the caller's permissions: the current credentials, or the previous ones. */
export async function readKafkaCredentials(
    aws: AwsClients,
    secretArn: string,
    VersionStage: "AWSCURRENT" | "AWSPREVIOUS" = "AWSCURRENT",
): Promise<KafkaCredentials> {
    const { SecretString } = await aws
        .create(SecretsManagerClient)
        .send(new GetSecretValueCommand({ SecretId: secretArn, VersionStage }));
    return JSON.parse(SecretString ?? "{}");
}

/** Options of devmin's own clients, which trust the shell's certificate authorities as well, and do not try for long. */
export const buildOwnClientOptions = (credentials: KafkaCredentials) => ({
    ...buildKafkaClientOptions("devmin", credentials, readCertificateAuthorities()),
    retries: 1,
});

/** Calls `use` with a connected admin client, and closes the client afterwards. */
export async function useKafkaAdmin<T>(credentials: KafkaCredentials, use: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = new Admin(buildOwnClientOptions(credentials));
    try {
        return await use(admin);
    } finally {
        await admin.close();
    }
}

/** Whether the broker accepts the credentials. Throws for any other failure, such as a broker that does not respond. */
export async function canAuthenticate(credentials: KafkaCredentials): Promise<boolean> {
    try {
        await useKafkaAdmin(credentials, (admin) => admin.listTopics());
        return true;
    } catch (error) {
        if (listErrorMessages(error).some((reason) => /authentication/i.test(reason))) return false;
        throw error;
    }
}

/** The messages of an error and of all errors that it wraps. */
export function listErrorMessages(error: unknown): string[] {
    const {
        message = String(error),
        apiId,
        errors = [],
        cause,
    } = error as Error & { apiId?: string; errors?: unknown[] };
    return [message, apiId ?? "", ...[...errors, ...(cause ? [cause] : [])].flatMap(listErrorMessages)].filter(Boolean);
}
