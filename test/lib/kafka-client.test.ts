import assert from "node:assert/strict";
import { buildKafkaClientOptions } from "../../lib/kafka-client";

const good = {
    bootstrapServers: "b-1:9092,b-2:9092",
    securityProtocol: "SASL_SSL",
    saslMechanism: "PLAIN",
    key: "KEY",
    secret: "s3cret",
};

describe("client options from Kafka credentials", () => {
    it("use the broker, key and secret of Confluent Cloud", () => {
        assert.deepEqual(buildKafkaClientOptions("pulse", good), {
            clientId: "pulse",
            bootstrapBrokers: ["b-1:9092", "b-2:9092"],
            tls: {},
            tlsServerName: true, // otherwise it names no host in the handshake, and Confluent Cloud finds no cluster
            connectTimeout: 20_000,
            sasl: { mechanism: "PLAIN", username: "KEY", password: "s3cret" },
        });
    });

    for (const wrong of [{ saslMechanism: "SCRAM-SHA-512" }, { securityProtocol: "SASL_PLAINTEXT" }]) {
        it(`with ${JSON.stringify(wrong)} are refused, without the secret in the message`, () => {
            assert.throws(
                () => buildKafkaClientOptions("pulse", { ...good, ...wrong }),
                ({ message }: Error) =>
                    message.includes(`is ${Object.values(wrong)[0]}; use `) && !message.includes("s3cret"),
            );
        });
    }
});
