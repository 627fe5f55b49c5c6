import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type ProbeResult, waitUntil } from "../../util/wait-until";
import type { LocalCloud } from "../local-service";
import { assertPortFree } from "../ports";
import { type Broker, BrokerError, type BrokerPorts, type Brokers } from "./broker";
import { createBroker } from "./broker-client";
import { buildClassPath, findJava } from "./broker-jars";
import { writeServerProperties } from "./server-properties";

interface RunningBroker {
    process: ChildProcess;
    broker: Broker;
}

/**
 * A real single-node Apache Kafka broker on loopback for each cluster: a child of this process that ends with it, even when it is
 * killed.
 */
export class LiveBrokers implements Brokers {
    private readonly running = new Map<string, RunningBroker>();
    private readonly starting = new Set<Promise<void>>();

    constructor(
        private readonly cloud: LocalCloud,
        /** Called when a broker ends unexpectedly. */
        private readonly onLost: (why: Error) => void,
    ) {}

    start(cluster: string, ports: BrokerPorts): Promise<void> {
        const spawning = this.spawnBroker(cluster, ports);
        this.starting.add(spawning);
        return spawning.finally(() => this.starting.delete(spawning));
    }

    private async spawnBroker(cluster: string, ports: BrokerPorts): Promise<void> {
        for (const port of Object.values(ports)) await assertPortFree(port, `broker of ${cluster}`);
        const folder = this.getFolder(cluster);
        const settings = await writeServerProperties(this.cloud, cluster, ports, folder);
        await mkdir(join(folder, "tmp"), { recursive: true });
        const logFile = join(this.cloud.home, "logs", `${cluster}.log`);
        const output = openSync(logFile, "a", 0o600);
        const args = [...buildJvmArgs(this.cloud, folder), "devmin.Broker", cluster, settings];
        const process = spawn(await findJava(), args, { cwd: folder, stdio: ["pipe", output, output] });
        closeSync(output);
        await once(process, "spawn");
        const running = { process, broker: createBroker(this.cloud, ports.clients) };
        this.running.set(cluster, running);
        process.once("exit", (code, signal) => {
            if (this.running.get(cluster) !== running) return;
            this.onLost(
                new Error(
                    `the broker of ${cluster} has ended (${signal ?? `exit code ${code}`}); its log is ${logFile}`,
                ),
            );
        });
    }

    async waitUntilReady(cluster: string): Promise<void> {
        await waitUntil(
            `the broker of ${cluster}`,
            async () => {
                const running = this.running.get(cluster);
                return running ? probeBroker(running.broker) : { ready: true, value: undefined };
            },
            { withinMs: Number.POSITIVE_INFINITY, everyMs: 100 }, // one that cannot start ends, which onLost reports
        );
    }

    get(cluster: string): Broker {
        const running = this.running.get(cluster);
        if (!running) throw new BrokerError("BROKER_NOT_AVAILABLE", `The broker of ${cluster} is not running yet.`);
        return running.broker;
    }

    async remove(cluster: string): Promise<void> {
        await this.stopBroker(cluster, "SIGKILL");
        await rm(this.getFolder(cluster), { recursive: true, force: true });
    }

    /** Stops all brokers gracefully, also one that is just starting; their data stays. */
    async stop(): Promise<void> {
        while (this.starting.size > 0) await Promise.allSettled(this.starting);
        await Promise.all([...this.running.keys()].map((cluster) => this.stopBroker(cluster, "SIGTERM")));
    }

    private async stopBroker(cluster: string, signal: NodeJS.Signals): Promise<void> {
        const process = this.running.get(cluster)?.process;
        this.running.delete(cluster);
        if (!process || process.exitCode !== null || process.signalCode !== null) return;
        const ended = once(process, "exit");
        process.kill(signal);
        await ended;
    }

    private getFolder(cluster: string): string {
        return join(this.cloud.home, "kafka", cluster);
    }
}

const probeBroker = (broker: Broker): Promise<ProbeResult<undefined>> =>
    broker
        .runAsAdmin((session) => session.listTopics())
        .then(
            () => ({ ready: true, value: undefined }),
            (error) => {
                if (!(error instanceof BrokerError)) throw error;
                return { ready: false, because: error.message };
            },
        );

/** The JVM writes only below `folder`, and never logs settings, which hold passwords. */
const buildJvmArgs = ({ tools }: LocalCloud, folder: string) => [
    "-Xmx384m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1", // starts with 40 % less work, and never runs long enough to need the better compiler
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    `-XX:ErrorFile=${join(folder, "crash-%p.log")}`,
    `-Djava.io.tmpdir=${join(folder, "tmp")}`,
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
    "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config=error",
    "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaConfig=error",
    "-cp",
    buildClassPath(tools),
];
