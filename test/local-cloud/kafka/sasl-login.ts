/** An API key, or the sandbox's own login. */
export interface KeyCredentials {
    key: string;
    secret: string;
}

/** Logs in by the settings Confluent Cloud documents, and one thing this machine adds: whom to trust. */
export async function logIn(
    port: number,
    { key, secret }: KeyCredentials,
    tls: { ca?: Buffer },
    tlsServerName: string | boolean = true,
) {
    const { Connection } = await import("@platformatic/kafka");
    const sasl = { mechanism: "PLAIN" as const, username: key, password: secret };
    const connection = new Connection("test", { tls, tlsServerName, sasl });
    connection.on("error", () => undefined);
    await connection.connect("localhost", port);
    return connection;
}

/** Why a login is refused. */
export const findLoginError = (...login: Parameters<typeof logIn>) =>
    logIn(...login).then(
        async (connection) => {
            await connection.close();
            return "not refused";
        },
        (error: Error) => String((error.cause as Error | undefined)?.message ?? error.message),
    );
