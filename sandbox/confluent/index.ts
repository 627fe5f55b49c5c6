import { join } from "node:path";
import { installPython } from "../aws/python";
import { fetchBroker, findJava } from "../kafka/jars";
import type { Piece } from "../piece";
import { dumpConfluent, portOf } from "./dump";

/** Confluent Cloud on loopback: an API of the few resources the program uses, and a real broker for each of its clusters. */
export const confluent: Piece = {
    name: "confluent",
    ports: ["confluent"],

    async install(place, say) {
        await findJava();
        await fetchBroker(place.tools, say);
        await installPython(place, say); // which makes the certificate
    },

    async command({ home }) {
        return {
            file: process.execPath,
            args: ["-r", require.resolve("ts-node/register/transpile-only"), join(__dirname, "main.ts"), home],
            env: { TS_NODE_PROJECT: join(__dirname, "..", "..", "tsconfig.json") },
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

    async notes(place) {
        const clusters = Object.values((await dumpConfluent(place)).clusters);
        return clusters.map((each) => `${each.id} on 127.0.0.1:${portOf(each)}`).join(", ");
    },
};
