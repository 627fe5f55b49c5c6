import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { installPython } from "../aws/python";
import type { Piece, Place } from "../piece";
import { BrokerRefusal } from "./broker";
import { classPath, fetchBroker, findJava } from "./jars";
import { brokerIn } from "./live-broker";
import { format, writeProperties } from "./storage";

/** A real Apache Kafka broker, one node, on loopback: what the Confluent emulator's clusters are made of. */
export const kafka: Piece = {
    name: "kafka",
    ports: ["kafka", "kafkaController"],

    async install(place, say) {
        await findJava();
        await fetchBroker(place.tools, say);
        await installPython(place, say); // which makes the certificate
    },

    async command(place) {
        const file = await findJava();
        const folder = join(place.home, "kafka");
        const data = join(folder, "data");
        await mkdir(join(folder, "tmp"), { recursive: true });
        const run = (main: string, args: string[]) => [...jvm(place, folder), main, ...args];
        await format(place, data, (args) => [file, run("kafka.tools.StorageTool", args)]);
        const properties = await writeProperties(place, data, join(folder, "server.properties"));
        return { file, args: run("kafka.Kafka", [properties]) };
    },

    async answers(place) {
        try {
            await brokerIn(place).asAdmin((session) => session.topics());
            return undefined;
        } catch (error) {
            if (!(error instanceof BrokerRefusal)) throw error;
            return error.message;
        }
    },
};

/** Everything the JVM may write goes under the sandbox; settings, which hold passwords, are never logged. */
const jvm = ({ tools }: Place, folder: string) => [
    "-Xmx384m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1", // up with 40 % less work: it never runs long enough for the better compiler to pay
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    `-XX:ErrorFile=${join(folder, "crash-%p.log")}`,
    `-Djava.io.tmpdir=${join(folder, "tmp")}`,
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
    "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config=error",
    "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaConfig=error",
    "-cp",
    classPath(tools),
];
