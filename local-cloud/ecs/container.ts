import { randomBytes } from "node:crypto";
import type { HealthCheck } from "@aws-sdk/client-ecs";
import type { Credentials } from "../aws/local-account";
import { ContainerLogs } from "./container-logs";
import { type Health, watchHealth } from "./health-check";
import { Program } from "./program";
import type { ContainerRequest, RunSpec } from "./run-spec";
import type { EcsLabels } from "./task-context";

/** What is stored: enough to report after a restart of the runtime that the container has ended. */
export interface ContainerRecord {
    id: string;
    name: string;
    labels: Record<string, string>;
    asked: ContainerRequest;
    created: string;
    started?: string;
    finished?: string;
    exitCode?: number;
}

/** One container: a program with Docker's life cycle, created, running, exited. */
export class Container {
    readonly logs = new ContainerLogs();
    /** Resolves with the exit code; never, if the container is never started. */
    readonly ended: Promise<number>;
    /** Authorization header for its credentials URL. */
    readonly token = randomBytes(24).toString("hex");
    essential = true;
    stopTimeout?: number;
    /** Its health; undefined without a health check. */
    health?: Health;
    taskRole?: { arn: string; credentials?: Credentials };
    private program?: Program;
    private resolveEnded: (exitCode: number) => void = () => {};

    constructor(
        readonly record: ContainerRecord,
        readonly ecsLabels: EcsLabels,
    ) {
        this.ended = new Promise((resolve) => {
            this.resolveEnded = resolve;
        });
        if (record.exitCode !== undefined) this.markExited(record.exitCode);
    }

    get status(): "created" | "running" | "exited" {
        return this.record.exitCode !== undefined ? "exited" : this.record.started ? "running" : "created";
    }

    get pid(): number {
        return this.status === "running" ? (this.program?.pid ?? 0) : 0;
    }

    async run(plan: RunSpec, healthCheck?: HealthCheck): Promise<void> {
        this.program = await Program.start({
            ...plan,
            onOutput: (stream, chunk) => this.logs.write(stream, chunk),
        });
        this.record.started = new Date().toISOString();
        void this.program.ended.then((exitCode) => this.markExited(exitCode));
        if (healthCheck) this.startHealthCheck(plan, healthCheck);
    }

    private startHealthCheck({ healthCommand: command = [], env, folder }: RunSpec, healthCheck: HealthCheck): void {
        const exited = new AbortController();
        void this.ended.then(() => exited.abort());
        this.health = "starting";
        void watchHealth(healthCheck, {
            signal: exited.signal,
            onHealth: (health) => {
                this.health = health;
            },
            probe: async (timeoutMs) => {
                const check = await Program.start({ command, env, folder, onOutput: () => {} });
                const timer = setTimeout(() => check.kill(), timeoutMs);
                return (await check.ended.finally(() => clearTimeout(timer))) === 0;
            },
        });
    }

    /** Sends SIGTERM, and kills the program after the task definition's stopTimeout, or else after `seconds`. */
    async stop(seconds: number): Promise<void> {
        if (this.status !== "running") return;
        await this.program?.stop(this.stopTimeout ?? seconds);
        await this.ended;
    }

    async kill(): Promise<void> {
        if (this.status !== "running") return;
        this.program?.kill();
        await this.ended;
    }

    private markExited(exitCode: number) {
        this.record.finished ??= new Date().toISOString();
        this.record.exitCode = exitCode;
        this.logs.end();
        this.resolveEnded(exitCode);
    }
}
