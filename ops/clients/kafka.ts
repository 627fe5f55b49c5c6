import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Admin } from "@platformatic/kafka";
import type { Environment } from "../environment";
import { buildAwsClientConfig } from "./aws";
import { readCertificateAuthorities } from "./proxy-agent";

/** An application's login, as its secret holds it. */
export interface KafkaCredentials {
    bootstrapServers: string;
    securityProtocol: "SASL_SSL";
    saslMechanism: "PLAIN";
    key: string;
    secret: string;
}

/** Opens an application's secret, as whoever runs this may: the login in use, or the one before it. */
export async function readKafkaCredentials(
    env: Environment,
    secretArn: string,
    VersionStage: "AWSCURRENT" | "AWSPREVIOUS" = "AWSCURRENT",
): Promise<KafkaCredentials> {
    const { SecretString } = await new SecretsManagerClient(buildAwsClientConfig(env)).send(
        new GetSecretValueCommand({ SecretId: secretArn, VersionStage }),
    );
    return JSON.parse(SecretString ?? "{}");
}

/** The options every client of @platformatic/kafka takes, for a login. */
export const buildKafkaClientOptions = ({ bootstrapServers, saslMechanism, key, secret }: KafkaCredentials) => ({
    clientId: "devmin",
    bootstrapBrokers: bootstrapServers.split(","),
    tls: { ca: readCertificateAuthorities() }, // never a secret in clear, whatever the login says
    sasl: { mechanism: saslMechanism, username: key, password: secret },
    retries: 1,
});

/** Logs in, does something, and leaves. */
export async function useKafkaAdmin<T>(credentials: KafkaCredentials, use: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = new Admin(buildKafkaClientOptions(credentials));
    try {
        return await use(admin);
    } finally {
        await admin.close();
    }
}

/** Whether the broker takes a login. What is no answer to that, such as a broker that is away, is an error. */
export async function canAuthenticate(credentials: KafkaCredentials): Promise<boolean> {
    try {
        await useKafkaAdmin(credentials, (admin) => admin.listTopics());
        return true;
    } catch (error) {
        if (listErrorMessages(error).some((reason) => /authentication/i.test(reason))) return false;
        throw error;
    }
}

/** An error's own words and those of all it wraps. */
export function listErrorMessages(error: unknown): string[] {
    const {
        message = String(error),
        apiId,
        errors = [],
        cause,
    } = error as Error & { apiId?: string; errors?: unknown[] };
    return [message, apiId ?? "", ...[...errors, ...(cause ? [cause] : [])].flatMap(listErrorMessages)].filter(Boolean);
}
