import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Place } from "../piece";
import { adminName } from "./broker";
import { salted } from "./scram";

/**
 * A session whose login was taken away lives no longer than this: the broker asks every client to log in again.
 * Clients should send nothing else while they do, and not all wait: short enough to see a key die, long enough to work.
 */
const reauthenticateMs = 5_000;

/** The broker's settings, readable by its owner alone: they hold the admin's password. Returns the file. */
export async function writeProperties({ home, ports, secrets }: Place, data: string, file: string) {
    const { kafka, kafkaController } = ports;
    const admin = `required username="${adminName}" password="${secrets.brokerPassword}"`;
    const scram = `org.apache.kafka.common.security.scram.ScramLoginModule ${admin};`;
    // The controller's own door cannot be SCRAM: after a restart the users are known only once it is through that door.
    const plain = `org.apache.kafka.common.security.plain.PlainLoginModule ${admin} user_${adminName}="${secrets.brokerPassword}";`;
    const settings: Record<string, string | number | boolean> = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": `1@127.0.0.1:${kafkaController}`,
        listeners: `SASL_PLAINTEXT://127.0.0.1:${kafka},CONTROLLER://127.0.0.1:${kafkaController}`,
        "advertised.listeners": `SASL_PLAINTEXT://127.0.0.1:${kafka}`,
        "listener.security.protocol.map": "SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "SASL_PLAINTEXT",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
        "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
        "sasl.mechanism.controller.protocol": "PLAIN",
        "listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config": scram,
        "listener.name.controller.plain.sasl.jaas.config": plain,
        "listener.name.sasl_plaintext.connections.max.reauth.ms": reauthenticateMs,
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": `User:${adminName}`,
        "allow.everyone.if.no.acl.found": false,
        "auto.create.topics.enable": false,
        "num.partitions": 6, // Confluent Cloud's own default
        "default.replication.factor": 1,
        "offsets.topic.replication.factor": 1,
        "offsets.topic.num.partitions": 4,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "transaction.state.log.num.partitions": 4,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        "group.initial.rebalance.delay.ms": 0,
        "log.cleaner.dedupe.buffer.size": 8 << 20, // the default, 128 MB, is a third of this broker's heap
        "num.network.threads": 2,
        "num.io.threads": 4,
        "broker.session.timeout.ms": 3_000, // a killed broker's next start waits until its last session is over
        "broker.heartbeat.interval.ms": 500,
        "log.dirs": data,
    };
    const text = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
    await mkdir(join(home, "kafka"), { recursive: true });
    await writeFile(file, text.join(""), { mode: 0o600 });
    return file;
}

/** Formats the broker's storage once, with the admin in it; the folder appears under its name only when it is whole. */
export async function format(
    place: Place,
    data: string,
    storageTool: (args: string[]) => [file: string, args: string[]],
) {
    if (existsSync(data)) return;
    const part = `${data}.part`;
    await rm(part, { recursive: true, force: true });
    const properties = await writeProperties(place, part, `${data}.part.properties`);
    const { salt, iterations, saltedPassword } = salted(place.secrets.brokerPassword);
    const admin = `SCRAM-SHA-512=[name="${adminName}",iterations=${iterations},salt="${salt.toString("base64")}",saltedpassword="${saltedPassword.toString("base64")}"]`;
    const clusterId = randomBytes(16).toString("base64url").replace(/^-/, "A");
    await promisify(execFile)(
        ...storageTool(["format", "--cluster-id", clusterId, "--config", properties, "--add-scram", admin]),
    );
    await rename(part, data);
    await rm(properties);
}
