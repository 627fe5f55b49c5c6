import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "../piece";
import { demandFree } from "../ports";
import { type Broker, type BrokerPorts, BrokerRefusal, type Brokers } from "./broker";
import { classPath, findJava } from "./jars";
import { brokerAt } from "./live-broker";
import { writeSettings } from "./settings";

interface Running {
    process: ChildProcess;
    broker: Broker;
}

/**
 * A real Apache Kafka broker, one node, on loopback, for each cluster: a child of this process, and on a lifeline, so that
 * none outlives it.
 */
export class LiveBrokers implements Brokers {
    private readonly running = new Map<string, Running>();
    private readonly starting = new Set<Promise<void>>();

    constructor(
        private readonly place: Place,
        /** Hears of a broker that ended and was not asked to. */
        private readonly lost: (why: Error) => void,
    ) {}

    start(cluster: string, ports: BrokerPorts): Promise<void> {
        const begun = this.begin(cluster, ports);
        this.starting.add(begun);
        return begun.finally(() => this.starting.delete(begun));
    }

    private async begin(cluster: string, ports: BrokerPorts): Promise<void> {
        for (const port of Object.values(ports)) await demandFree(port, `broker of ${cluster}`);
        const folder = this.folderOf(cluster);
        const settings = await writeSettings(this.place, cluster, ports, folder);
        await mkdir(join(folder, "tmp"), { recursive: true });
        const log = join(this.place.home, "logs", `${cluster}.log`);
        const output = openSync(log, "a", 0o600);
        const args = [...jvm(this.place, folder), "devmin.Broker", cluster, settings];
        const process = spawn(await findJava(), args, { cwd: folder, stdio: ["pipe", output, output] });
        closeSync(output);
        await once(process, "spawn");
        const running = { process, broker: brokerAt(this.place, ports.clients) };
        this.running.set(cluster, running);
        process.once("exit", (code, signal) => {
            if (this.running.get(cluster) !== running) return;
            this.lost(
                new Error(`the broker of ${cluster} has ended (${signal ?? `exit code ${code}`}); its log is ${log}`),
            );
        });
    }

    async ready(cluster: string): Promise<void> {
        for (;;) {
            const running = this.running.get(cluster);
            if (!running || (await answers(running.broker))) return;
            await sleep(100);
        }
    }

    of(cluster: string): Broker {
        const running = this.running.get(cluster);
        if (!running) throw new BrokerRefusal("BROKER_NOT_AVAILABLE", `The broker of ${cluster} is not up yet.`);
        return running.broker;
    }

    async remove(cluster: string): Promise<void> {
        await this.end(cluster, "SIGKILL");
        await rm(this.folderOf(cluster), { recursive: true, force: true });
    }

    /** Ends all of them in good order, also one that is only being started; what they hold stays. */
    async stop(): Promise<void> {
        while (this.starting.size > 0) await Promise.allSettled(this.starting);
        await Promise.all([...this.running.keys()].map((cluster) => this.end(cluster, "SIGTERM")));
    }

    private async end(cluster: string, signal: NodeJS.Signals): Promise<void> {
        const process = this.running.get(cluster)?.process;
        this.running.delete(cluster);
        if (!process || process.exitCode !== null || process.signalCode !== null) return;
        const ended = once(process, "exit");
        process.kill(signal);
        await ended;
    }

    private folderOf(cluster: string): string {
        return join(this.place.home, "kafka", cluster);
    }
}

const answers = (broker: Broker) =>
    broker
        .asAdmin((session) => session.topics())
        .then(
            () => true,
            (error) => {
                if (!(error instanceof BrokerRefusal)) throw error;
                return false;
            },
        );

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
