import { randomBytes } from "node:crypto";
import type { Credentials } from "../aws/account";
import { Log } from "./log";
import type { Asked, Plan } from "./plan";
import { Program } from "./program";
import type { Belongs } from "./task-definition";

/** What outlives the runtime: enough to tell a Docker client afterwards that the container has ended. */
export interface Kept {
    id: string;
    name: string;
    labels: Record<string, string>;
    asked: Asked;
    created: string;
    started?: string;
    finished?: string;
    exitCode?: number;
}

/** One container: a program with Docker's life cycle, created, running, exited. */
export class Container {
    readonly log = new Log();
    /** Its end, with the exit code. Settles once; a container that is never started never ends. */
    readonly ended: Promise<number>;
    /** What its credentials URL must be asked with. */
    readonly token = randomBytes(24).toString("hex");
    essential = true;
    stopTimeout?: number;
    taskRole?: { arn: string; credentials?: Credentials };
    private program?: Program;
    private settle: (exitCode: number) => void = () => {};

    constructor(
        readonly kept: Kept,
        readonly at: Belongs,
    ) {
        this.ended = new Promise((resolve) => {
            this.settle = resolve;
        });
        if (kept.exitCode !== undefined) this.finish(kept.exitCode);
    }

    get status(): "created" | "running" | "exited" {
        return this.kept.exitCode !== undefined ? "exited" : this.kept.started ? "running" : "created";
    }

    get pid(): number {
        return this.status === "running" ? (this.program?.pid ?? 0) : 0;
    }

    async run(plan: Plan): Promise<void> {
        this.program = await Program.start({
            ...plan,
            output: (stream, chunk) => this.log.write(stream, chunk),
        });
        this.kept.started = new Date().toISOString();
        void this.program.ended.then((exitCode) => this.finish(exitCode));
    }

    /** Asks the program to end, as long as the task definition or else the asker gives it, and then ends it. */
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

    private finish(exitCode: number) {
        this.kept.finished ??= new Date().toISOString();
        this.kept.exitCode = exitCode;
        this.log.end();
        this.settle(exitCode);
    }
}
