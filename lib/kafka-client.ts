/** Content of an application's secret, as kafka writes it. */
export interface KafkaCredentials {
    bootstrapServers: string;
    securityProtocol: string;
    saslMechanism: string;
    key: string;
    secret: string;
}

/** The only protocol and mechanism that Confluent Cloud supports. */
const supported = { securityProtocol: "SASL_SSL", saslMechanism: "PLAIN" } as const;

/** With the TLS handshake and SASL; the client's own 5 s were too short on a machine whose processors were busy. */
const connectTimeoutMs = 20_000;

/**
 * Options of every client of @platformatic/kafka. `tlsServerName`: Confluent Cloud's shared endpoints find the cluster by the
 * server name in the TLS handshake (SNI), which this client sends only when told to; one that sends none does not get through.
 *
 * @param ca Certificate authorities. @default Node's
 * @throws Error on another protocol or mechanism; the message has no secret
 */
export function buildKafkaClientOptions(clientId: string, credentials: KafkaCredentials, ca?: string[]) {
    for (const field of ["securityProtocol", "saslMechanism"] as const) {
        if (credentials[field] !== supported[field])
            throw new Error(`${field} of the Kafka credentials is ${credentials[field]}; use ${supported[field]}.`);
    }
    const { bootstrapServers, key, secret } = credentials;
    return {
        clientId,
        bootstrapBrokers: bootstrapServers.split(","),
        tls: ca ? { ca } : {},
        tlsServerName: true,
        connectTimeout: connectTimeoutMs,
        sasl: { mechanism: supported.saslMechanism, username: key, password: secret },
    };
}
