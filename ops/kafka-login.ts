import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Admin } from "@platformatic/kafka";
import { authorities } from "./agent";
import { awsConfig } from "./clouds";
import type { Environment } from "./environment";

/** An application's login, as its secret holds it. */
export interface KafkaLogin {
    bootstrapServers: string;
    securityProtocol: "SASL_SSL";
    saslMechanism: "PLAIN";
    key: string;
    secret: string;
}

/** Opens an application's secret, as whoever runs this may: the login in use, or the one before it. */
export async function loginOf(
    env: Environment,
    secretArn: string,
    VersionStage: "AWSCURRENT" | "AWSPREVIOUS" = "AWSCURRENT",
): Promise<KafkaLogin> {
    const { SecretString } = await new SecretsManagerClient(awsConfig(env)).send(
        new GetSecretValueCommand({ SecretId: secretArn, VersionStage }),
    );
    return JSON.parse(SecretString ?? "{}");
}

/** The options every client of @platformatic/kafka takes, for a login. */
export const connectionOf = ({ bootstrapServers, saslMechanism, key, secret }: KafkaLogin) => ({
    clientId: "devmin",
    bootstrapBrokers: bootstrapServers.split(","),
    tls: { ca: authorities() }, // never a secret in clear, whatever the login says
    sasl: { mechanism: saslMechanism, username: key, password: secret },
    retries: 1,
});

/** Logs in, does something, and leaves. */
export async function asAdmin<T>(login: KafkaLogin, use: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = new Admin(connectionOf(login));
    try {
        return await use(admin);
    } finally {
        await admin.close();
    }
}

/** Whether the broker takes a login. What is no answer to that, such as a broker that is away, is an error. */
export async function isTaken(login: KafkaLogin): Promise<boolean> {
    try {
        await asAdmin(login, (admin) => admin.listTopics());
        return true;
    } catch (error) {
        if (reasonsOf(error).some((reason) => /authentication/i.test(reason))) return false;
        throw error;
    }
}

/** An error's own words and those of all it wraps. */
export function reasonsOf(error: unknown): string[] {
    const {
        message = String(error),
        apiId,
        errors = [],
        cause,
    } = error as Error & { apiId?: string; errors?: unknown[] };
    return [message, apiId ?? "", ...[...errors, ...(cause ? [cause] : [])].flatMap(reasonsOf)].filter(Boolean);
}
