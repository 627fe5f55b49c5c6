import { join } from "node:path";
import { installPython } from "../aws/python";
import { ensureBrokerJars, findJava } from "../kafka/broker-jars";
import type { LocalService } from "../local-service";
import { dumpConfluent, getBrokerPort } from "./dump";

/** Confluent Cloud on loopback: an API of the few resources that devmin uses, and a real broker for each cluster. */
export const confluent: LocalService = {
    name: "confluent",
    ports: ["confluent"],

    async install(cloud, log) {
        await findJava();
        await ensureBrokerJars(cloud.tools, log);
        await installPython(cloud, log); // which creates the certificate
    },

    async buildCommand({ home }) {
        return {
            file: process.execPath,
            args: ["-r", join(__dirname, "../../util/register-typescript.js"), join(__dirname, "main.ts"), home],
            env: { DEVMIN_SANDBOX_THROTTLE: process.env.DEVMIN_SANDBOX_THROTTLE ?? "50" },
        };
    },

    async checkHealth({ ports, secrets }) {
        const basic = Buffer.from(`${secrets.cloudApiKey}:${secrets.cloudApiSecret}`).toString("base64");
        try {
            const { status } = await fetch(`http://127.0.0.1:${ports.confluent}/org/v2/environments`, {
                headers: { authorization: `Basic ${basic}` },
                signal: AbortSignal.timeout(5_000),
            });
            return status === 200 || status === 429 ? undefined : `it answers ${status} to its own Cloud key`;
        } catch (error) {
            const { cause, message } = error as Error;
            return `nothing answers on 127.0.0.1:${ports.confluent} (${cause instanceof Error ? cause.message : message})`;
        }
    },

    async describe(cloud) {
        const clusters = Object.values((await dumpConfluent(cloud)).clusters);
        return clusters.map((each) => `${each.id} on 127.0.0.1:${getBrokerPort(each)}`).join(", ");
    },
};
