/** How to reach Kafka, as the application's secret holds it. */
export interface KafkaLogin {
    bootstrapServers: string;
    securityProtocol: string;
    saslMechanism: string;
    key: string;
    secret: string;
}

/** How Confluent Cloud meets its clients. */
const understood = { securityProtocol: "SASL_SSL", saslMechanism: "PLAIN" } as const;

/** The client options of @platformatic/kafka for a login; refuses one it cannot use without repeating its secret. */
export function connectionOf(clientId: string, login: KafkaLogin) {
    for (const part of ["securityProtocol", "saslMechanism"] as const) {
        if (login[part] !== understood[part])
            throw new Error(`${part} in KAFKA_CREDENTIALS is ${login[part]}; use ${understood[part]}.`);
    }
    const { bootstrapServers, key, secret } = login;
    return {
        clientId,
        bootstrapBrokers: bootstrapServers.split(","),
        tls: {},
        sasl: { mechanism: understood.saslMechanism, username: key, password: secret },
    };
}
