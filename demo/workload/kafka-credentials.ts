/** Content of the application's secret. */
export interface KafkaCredentials {
    bootstrapServers: string;
    securityProtocol: string;
    saslMechanism: string;
    key: string;
    secret: string;
}

/** The only protocol and mechanism that Confluent Cloud supports. */
const supported = { securityProtocol: "SASL_SSL", saslMechanism: "PLAIN" } as const;

/** Client options of @platformatic/kafka. Throws on an unsupported protocol or mechanism; the message has no secret. */
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
