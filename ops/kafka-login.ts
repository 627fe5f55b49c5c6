import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Admin } from "@platformatic/kafka";
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

/** Opens an application's secret, as whoever runs this may. */
export async function loginOf(env: Environment, secretArn: string): Promise<KafkaLogin> {
    const { SecretString } = await new SecretsManagerClient(awsConfig(env)).send(
        new GetSecretValueCommand({ SecretId: secretArn }),
    );
    return JSON.parse(SecretString ?? "{}");
}

/** The options every client of @platformatic/kafka takes, for a login. */
export const connectionOf = ({ bootstrapServers, saslMechanism, key, secret }: KafkaLogin) => ({
    clientId: "devmin",
    bootstrapBrokers: bootstrapServers.split(","),
    tls: {}, // never a secret in clear, whatever the login says
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
