import { BrokerError, type SaslCredentials } from "./broker";

// The client is an ES module and this file is CommonJS: hence the import() below and the attribute here.
export type Client = typeof import("@platformatic/kafka", { with: { "resolution-mode": "import" }});
export type Connection = InstanceType<Client["Connection"]>;

/** The broker's loopback port, and the CA of its certificate. */
interface BrokerAddress {
    port: number;
    ca: Buffer;
}

/** Connects with these credentials while `work` runs. Throws Kafka's refusals as BrokerError. */
export async function runConnected<T>(
    { port, ca }: BrokerAddress,
    { username, password }: SaslCredentials,
    work: (connection: Connection, client: Client) => Promise<T>,
): Promise<T> {
    const client = await import("@platformatic/kafka");
    const connection = new client.Connection("sandbox", {
        connectTimeout: 5_000,
        requestTimeout: 15_000,
        tls: { ca },
        tlsServerName: true,
        sasl: { mechanism: "PLAIN", username, password },
    });
    // A lost connection already fails the pending request; without a listener it would crash the process as well.
    connection.on("error", () => undefined);
    try {
        await connection.connect("localhost", port);
        return await work(connection, client);
    } catch (error) {
        throw toBrokerError(error, username, port);
    } finally {
        await connection.close();
    }
}

/** The client wraps the broker's error in other errors and causes; the innermost has the reason. */
function toBrokerError(error: unknown, username: string, port: number): unknown {
    for (let at = error as WrappedError | undefined; at; at = at.cause ?? at.errors?.[0]) {
        if (at.apiId === "SASL_AUTHENTICATION_FAILED") {
            return new BrokerError(
                at.apiId,
                `Authentication failed: the broker does not accept ${username} with this secret.`,
            );
        }
        if (at.apiId) return new BrokerError(at.apiId, at.serverErrorMessage ?? at.message);
        if (at.code === "ECONNREFUSED" || at.code === "ECONNRESET") {
            return new BrokerError(
                "BROKER_NOT_AVAILABLE",
                `The broker on 127.0.0.1:${port} does not answer (${at.code}).`,
            );
        }
    }
    return error;
}

interface WrappedError extends Error {
    code?: string;
    apiId?: string;
    serverErrorMessage?: string | null;
    cause?: WrappedError;
    errors?: WrappedError[];
}
