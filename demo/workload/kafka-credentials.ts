/** How to reach Kafka, as the application's secret holds it. */
export interface KafkaCredentials {
    bootstrapServers: string;
    securityProtocol: string;
    saslMechanism: string;
    key: string;
    secret: string;
}

/** How Confluent Cloud meets its clients. */
const supported = { securityProtocol: "SASL_SSL", saslMechanism: "PLAIN" } as const;

/** The client options of @platformatic/kafka for a login; refuses one it cannot use without repeating its secret. */
export function toClientOptions(clientId: string, credentials: KafkaCredentials) {
    for (const field of ["securityProtocol", "saslMechanism"] as const) {
        if (credentials[field] !== supported[field])
            throw new Error(`${field} in KAFKA_CREDENTIALS is ${credentials[field]}; use ${supported[field]}.`);
    }
    const { bootstrapServers, key, secret } = credentials;
    return {
        clientId,
        bootstrapBrokers: bootstrapServers.split(","),
        tls: {},
        sasl: { mechanism: supported.saslMechanism, username: key, password: secret },
    };
}
