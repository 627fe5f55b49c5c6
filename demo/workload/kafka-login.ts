/** How to reach Kafka, as the application's secret holds it. */
export interface KafkaLogin {
    bootstrapServers: string;
    securityProtocol: string;
    saslMechanism: string;
    key: string;
    secret: string;
}

const mechanisms = ["PLAIN", "SCRAM-SHA-512"] as const;
const transports = { SASL_SSL: { tls: {} }, SASL_PLAINTEXT: {} };

/** The client options of @platformatic/kafka for a login; refuses one it cannot use without repeating its secret. */
export function connectionOf(
    clientId: string,
    { bootstrapServers, securityProtocol, saslMechanism, key, secret }: KafkaLogin,
) {
    const mechanism = mechanisms.find((each) => each === saslMechanism);
    if (!mechanism) {
        throw new Error(`saslMechanism in KAFKA_CREDENTIALS is ${saslMechanism}; use one of ${mechanisms.join(", ")}.`);
    }
    if (!(securityProtocol in transports)) {
        const allowed = Object.keys(transports).join(", ");
        throw new Error(`securityProtocol in KAFKA_CREDENTIALS is ${securityProtocol}; use one of ${allowed}.`);
    }
    return {
        clientId,
        bootstrapBrokers: bootstrapServers.split(","),
        ...transports[securityProtocol as keyof typeof transports],
        sasl: { mechanism, username: key, password: secret },
    };
}
