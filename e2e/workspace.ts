import { spawn } from "node:child_process";
import { cpSync, createWriteStream, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { type ProviderKind, stopLocalCloud } from "../local-cloud";
import { type AwsClients, createAwsClients } from "../ops/clients/aws";
import { type Environment, readEnvironment } from "../ops/environment";
import type { CloudDump } from "./cloud-dump";

export type Log = (line: string) => void;

export interface CommandResult {
    exitCode: number | null;
    output: string;
}

export interface RunningCommand {
    pid: number | undefined;
    /** Resolves once it has ended, with any exit code. */
    result: Promise<CommandResult>;
    hasEnded(): boolean;
    /** Signals its process group, as a terminal does, if it runs; Pulumi's plugins are in other groups and end with it. */
    signal(name: NodeJS.Signals): void;
}

interface ExecOptions {
    log?: Log;
    env?: NodeJS.ProcessEnv;
    /** Whether its output goes to the log file; false for output that shows secrets. @default true */
    logOutput?: boolean;
    /** Working directory. @default the workspace's tree */
    cwd?: string;
}

/** A command that first assumes a role, as a user does with `eval "$(./devmin env kafka)"`. */
export const buildRoleCommand = (role: string, command: string[]) => [
    ...["bash", "-c", `eval "$(./devmin env ${role})" && exec "$@"`, role],
    ...command,
];

/** A copy of the clone for an end-to-end run, with its own local cloud: the user's files are never touched. */
export class Workspace {
    /** Holds the copies and the logs. */
    private readonly folder: string;
    readonly tree: string;
    readonly logs: string;
    /** The state of the copy's local cloud. */
    readonly home: string;
    /** Downloads and builds; shared with the clone. */
    readonly tools: string;
    /** The clouds before demo was deployed. */
    dumpBeforeDemo?: CloudDump;
    /** The clouds before the month's budget was spent. */
    dumpBeforeBudgetSpent?: CloudDump;
    /** What commands printed that README shows, by command. */
    readonly consoleOutputs: Record<string, string> = {};
    /** The environment of the shell that started the run. */
    private readonly parentEnv: NodeJS.ProcessEnv = { ...process.env };
    /** The workspace's environment variables; `sourceEnv` adds those of the local cloud. */
    env: NodeJS.ProcessEnv = this.parentEnv;

    constructor(
        /** The clone. */
        readonly root: string,
        private readonly signal: AbortSignal,
        /** Whose providers Pulumi uses. @default the official ones where they can be had, otherwise devmin's offline ones */
        readonly providers?: ProviderKind,
    ) {
        this.folder = join(root, ".sandbox", "e2e");
        this.tree = join(this.folder, "tree");
        this.logs = join(this.folder, "logs");
        this.home = join(this.tree, ".sandbox");
        this.tools = join(root, ".sandbox", "tools");
    }

    /** Creates the workspace's folders and its copy of the clone. */
    create(): void {
        rmSync(this.folder, { recursive: true, force: true });
        mkdirSync(this.logs, { recursive: true });
        mkdirSync(this.tools, { recursive: true });
        this.copyTree("tree", this.root);
    }

    /**
     * Copies a tree as it is now, committed or not; downloads and builds are shared with it. Pulumi.local.yaml is copied from the
     * workspace's tree, which it belongs to, but not from the user's clone. Returns the folder.
     */
    copyTree(name: string, from = this.tree): string {
        const tree = join(this.folder, name);
        mkdirSync(join(tree, ".sandbox"), { recursive: true });
        // The built CLI links to these files, for every tree that shares it: they must outlive a copy.
        const linked = ["node_modules", "local-cloud/pulumi-cli", ".devmin/tools"];
        const excluded = new Set(["node_modules", ".sandbox", ".devmin", ".git"]);
        for (const entry of readdirSync(from).filter((name) => !excluded.has(name))) {
            cpSync(join(from, entry), join(tree, entry), {
                recursive: true,
                filter: (path) =>
                    (from === this.tree || !/Pulumi\.local\.yaml/.test(path)) && !linked.includes(relative(from, path)),
            });
        }
        mkdirSync(join(this.root, ".devmin", "tools"), { recursive: true });
        mkdirSync(join(tree, ".devmin"));
        for (const shared of linked) symlinkSync(join(this.root, shared), join(tree, shared));
        symlinkSync(this.tools, join(tree, ".sandbox", "tools"));
        return tree;
    }

    /** The environment of the workspace's tree, and clients of the account's administrator. */
    connect(): { env: Environment; aws: AwsClients } {
        const env = readEnvironment(this.tree, "local");
        return { env, aws: createAwsClients(env) };
    }

    /** Stops the workspace's local cloud, if there is one, also an earlier run's. Runs to its end even when interrupted. */
    async teardown(): Promise<void> {
        await stopLocalCloud({ home: this.home, log: () => {} });
    }

    /** Reads the variables of `.sandbox/env`, as a user's shell does with `source`, also into this process, for the steps' clients. */
    async sourceEnv(): Promise<void> {
        const { output } = await this.exec(["bash", "-c", "source .sandbox/env && env -0"], {
            env: this.parentEnv,
            logOutput: false, // it shows the cloud keys
        });
        this.env = Object.fromEntries(
            output.split("\0").flatMap((line) => {
                const at = line.indexOf("=");
                return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
            }),
        );
        Object.assign(process.env, this.env);
    }

    /** Runs a command in the copy and returns its output. Throws its last lines unless the exit code is 0. */
    async run(command: string[], log: Log, options: Omit<ExecOptions, "log"> = {}): Promise<string> {
        const { exitCode, output } = await this.exec(command, { ...options, log });
        if (exitCode !== 0) {
            const last = output.trim().split("\n").slice(-25).join("\n");
            throw new Error(`${command.join(" ")} ended with exit code ${exitCode}:\n${last}`);
        }
        return output;
    }

    /** Runs a command with the permissions of a role. */
    runAs(role: "kafka" | "demo" | "auditor", command: string[], log: Log): Promise<string> {
        return this.run(buildRoleCommand(role, command), log);
    }

    /** Runs a command that must fail, and returns its output. Throws if it exits with 0. */
    async expectRefusal(command: string[], log: Log, options: Omit<ExecOptions, "log"> = {}): Promise<string> {
        const { exitCode, output } = await this.exec(command, { ...options, log });
        if (exitCode === 0) throw new Error(`${command.join(" ")} was not refused`);
        return output;
    }

    /** Runs a command to its end, with any exit code. */
    exec(command: string[], options: ExecOptions = {}): Promise<CommandResult> {
        return this.spawn(command, options).result;
    }

    /** Starts a command. When interrupted, it and its children end before `result` rejects. */
    spawn(
        [file, ...args]: string[],
        { log = () => {}, env = this.env, logOutput = true, cwd = this.tree }: ExecOptions = {},
    ): RunningCommand {
        this.signal.throwIfAborted();
        const child = spawn(file as string, args, {
            cwd: cwd,
            env: env,
            stdio: ["ignore", "pipe", "pipe"],
            detached: true, // a process group of its own, so that one signal reaches all of it
        });
        const kill = (signal: NodeJS.Signals) => child.pid && process.kill(-child.pid, signal);
        const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
        const interrupt = () => {
            kill("SIGINT");
            kill("SIGCONT");
            setTimeout(() => hasEnded() || kill("SIGKILL"), 20_000).unref();
        };
        this.signal.addEventListener("abort", interrupt, { once: true });
        const lines: string[] = [];
        const logStream = createWriteStream(join(this.logs, "commands.log"), { flags: "a" });
        logStream.write(`\n$ ${[file, ...args].join(" ")}\n`);
        for (const stream of [child.stdout, child.stderr]) {
            createInterface({ input: stream }).on("line", (line) => {
                lines.push(line);
                if (logOutput) logStream.write(`${line}\n`);
                log(line);
            });
        }
        const ended = new Promise<CommandResult>((resolve, reject) => {
            child.on("error", reject);
            child.on("close", (exitCode) => {
                this.signal.removeEventListener("abort", interrupt);
                logStream.end();
                if (this.signal.aborted) reject(this.signal.reason);
                else resolve({ exitCode, output: lines.join("\n") });
            });
        });
        return { pid: child.pid, result: ended, hasEnded, signal: (name) => void (hasEnded() || kill(name)) };
    }
}
