import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureCertificate, getCaFile } from "../certificate";
import { getKeyOwnerEndpoint } from "../confluent/key-owner";
import type { LocalCloud } from "../local-service";
import { adminName, type BrokerPorts } from "./broker";

/**
 * The longest time that a session outlives its deleted API key, because the broker makes every client reauthenticate. Not shorter,
 * because not all clients wait with other requests meanwhile.
 */
const reauthenticateMs = 5_000;

/** Writes a broker's settings into its folder, readable only by the owner because they hold secrets. Returns the file. */
export async function writeServerProperties(cloud: LocalCloud, cluster: string, ports: BrokerPorts, folder: string) {
    const { keystore } = await ensureCertificate(cloud);
    const { url, token } = getKeyOwnerEndpoint(cloud, cluster);
    // The broker also connects to itself with the first two.
    const options = { username: adminName, password: cloud.secrets.brokerPassword, ask: url, token };
    const quoted = Object.entries(options).map(([name, value]) => `${name}="${value}"`);
    const jaas = `org.apache.kafka.common.security.plain.PlainLoginModule required ${quoted.join(" ")};`;
    const buildListenerSettings = (listener: string) => ({
        [`listener.name.${listener}.sasl.enabled.mechanisms`]: "PLAIN",
        [`listener.name.${listener}.plain.sasl.jaas.config`]: jaas,
        [`listener.name.${listener}.plain.sasl.server.callback.handler.class`]: "devmin.ApiKeyCallbackHandler",
    });
    const settings: Record<string, string | number | boolean> = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": `1@127.0.0.1:${ports.controller}`,
        listeners: `SASL_SSL://127.0.0.1:${ports.clients},CONTROLLER://127.0.0.1:${ports.controller}`,
        "advertised.listeners": `SASL_SSL://localhost:${ports.clients}`, // a name, because TLS names no IP address
        // Only the broker itself uses the controller's listener; without TLS there it starts half a second faster.
        "listener.security.protocol.map": "SASL_SSL:SASL_SSL,CONTROLLER:SASL_PLAINTEXT",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "SASL_SSL",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "sasl.mechanism.controller.protocol": "PLAIN",
        ...buildListenerSettings("sasl_ssl"),
        ...buildListenerSettings("controller"),
        "principal.builder.class": "devmin.ServiceAccountPrincipalBuilder",
        "listener.name.sasl_ssl.connections.max.reauth.ms": reauthenticateMs,
        "ssl.engine.factory.class": "devmin.ServerNameSslEngineFactory",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": keystore,
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": getCaFile(cloud),
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
        "log.dirs": join(folder, "data"),
    };
    const text = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
    const file = join(folder, "server.properties");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, text.join(""), { mode: 0o600 });
    return file;
}
