import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { caOf } from "../certificate";
import type { Piece } from "../piece";

/** Confluent Cloud's API on loopback: the few resources the program uses, standing on the real broker beside it. */
export const confluent: Piece = {
    name: "confluent",
    ports: ["confluent"],

    async install() {
        // It is this program's own code.
    },

    async command({ home, ports, secrets }) {
        await mkdir(join(home, "confluent"), { recursive: true });
        return {
            file: process.execPath,
            args: ["-r", require.resolve("ts-node/register/transpile-only"), join(__dirname, "main.ts")],
            env: {
                TS_NODE_PROJECT: join(__dirname, "..", "..", "tsconfig.json"),
                CONFLUENT_STATE: join(home, "confluent", "state.json"),
                CONFLUENT_PORT: String(ports.confluent),
                CONFLUENT_KEY: secrets.cloudApiKey,
                CONFLUENT_SECRET: secrets.cloudApiSecret,
                KAFKA_PORT: String(ports.kafka),
                KAFKA_CA: caOf({ home }),
                KAFKA_PASSWORD: secrets.brokerPassword,
                BROKER_TOKEN: secrets.brokerToken,
            },
        };
    },

    async answers({ ports, secrets }) {
        const basic = Buffer.from(`${secrets.cloudApiKey}:${secrets.cloudApiSecret}`).toString("base64");
        try {
            const { status } = await fetch(`http://127.0.0.1:${ports.confluent}/org/v2/environments`, {
                headers: { authorization: `Basic ${basic}` },
                signal: AbortSignal.timeout(5_000),
            });
            return status === 200 ? undefined : `it answers its own Cloud key with ${status}`;
        } catch (error) {
            const { cause, message } = error as Error;
            return `nothing answers on 127.0.0.1:${ports.confluent} (${cause instanceof Error ? cause.message : message})`;
        }
    },
};
