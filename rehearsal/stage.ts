import { spawn } from "node:child_process";
import { cpSync, createWriteStream, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stop } from "../sandbox";
import type { Dump } from "./dump";

export type Say = (line: string) => void;

/** What a finished command said. */
export interface Heard {
    exitCode: number | null;
    output: string;
}

/** A command that runs. */
export interface Running {
    pid: number | undefined;
    /** What it said, once it has ended, however it did. */
    ended: Promise<Heard>;
    isOver(): boolean;
    /** To it and what it started, as a terminal does, while it runs; Pulumi's plugins are in groups of their own and end with it. */
    signal(name: NodeJS.Signals): void;
}

interface HearOptions {
    say?: Say;
    variables?: NodeJS.ProcessEnv;
    /** Whether what it says goes into the log; not what shows secrets. @default true */
    logged?: boolean;
    /** Where it runs. @default the stage's tree */
    folder?: string;
}

/** A command that first takes a role, in the shell that then becomes it. */
export const inRole = (role: string, command: string[]) => [
    ...["bash", "-c", `eval "$(./devmin env ${role})" && exec "$@"`, role],
    ...command,
];

/** A copy of the tree in which the story plays, with a local cloud of its own: the user's own files are never touched. */
export class Stage {
    /** All of it: the copies and the logs. */
    private readonly folder: string;
    /** The copy. */
    readonly tree: string;
    readonly logs: string;
    /** The state of the copy's local cloud. */
    readonly home: string;
    /** What was fetched and built; shared with the clone. */
    readonly tools: string;
    /** What the clouds held before demo came up. */
    beforeDemo?: Dump;
    /** What they held before the month's budget was spent. */
    beforeSpent?: Dump;
    /** The shell the rehearsal was started from. */
    private readonly shell: NodeJS.ProcessEnv = { ...process.env };
    /** The variables of the stage's shell; `source` adds those of the local cloud. */
    variables: NodeJS.ProcessEnv = this.shell;

    constructor(
        /** The clone. */
        readonly root: string,
        private readonly signal: AbortSignal,
        /** Whether the official providers play, not our stand-ins. @default false */
        readonly official = false,
    ) {
        this.folder = join(root, ".sandbox", "rehearsal");
        this.tree = join(this.folder, "tree");
        this.logs = join(this.folder, "logs");
        this.home = join(this.tree, ".sandbox");
        this.tools = join(root, ".sandbox", "tools");
    }

    /** Makes room for the story, and the tree it plays in. */
    set(): void {
        rmSync(this.folder, { recursive: true, force: true });
        mkdirSync(this.logs, { recursive: true });
        mkdirSync(this.tools, { recursive: true });
        this.copy("tree", this.root);
    }

    /**
     * Copies a tree as it is now, committed or not; what is fetched and built is shared with it. The configuration of a local
     * cloud goes along from the stage's tree, whose it is, and not from the user's clone. Returns the folder.
     */
    copy(name: string, from = this.tree): string {
        const tree = join(this.folder, name);
        mkdirSync(join(tree, ".sandbox"), { recursive: true });
        const left = new Set(["node_modules", "engine", ".sandbox", ".devmin", ".git"]);
        for (const entry of readdirSync(from).filter((name) => !left.has(name))) {
            cpSync(join(from, entry), join(tree, entry), {
                recursive: true,
                filter: (path) => from === this.tree || !/Pulumi\.local\.yaml/.test(path),
            });
        }
        // What is built is linked to the engine's own files, for every tree that shares it: they must not go with a copy.
        for (const shared of ["node_modules", "engine"]) symlinkSync(join(this.root, shared), join(tree, shared));
        symlinkSync(this.tools, join(tree, ".sandbox", "tools"));
        return tree;
    }

    /** Ends the stage's local cloud, if there is one; also that of an earlier rehearsal. Interrupted or not, it runs to its end. */
    async strike(): Promise<void> {
        await stop({ home: this.home, say: () => {} });
    }

    /** Takes over the variables of `.sandbox/env`, as a user's shell does with `source`; so do the clients the steps ask with. */
    async source(): Promise<void> {
        const { output } = await this.hear(["bash", "-c", "source .sandbox/env && env -0"], {
            variables: this.shell,
            logged: false, // it shows the cloud keys
        });
        this.variables = Object.fromEntries(
            output.split("\0").flatMap((line) => {
                const at = line.indexOf("=");
                return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
            }),
        );
        Object.assign(process.env, this.variables);
    }

    /** Runs a command in the copy and returns what it said; an exit code other than 0 is an error with its last lines. */
    async run(command: string[], say: Say, options: Omit<HearOptions, "say"> = {}): Promise<string> {
        const { exitCode, output } = await this.hear(command, { ...options, say });
        if (exitCode !== 0) {
            const last = output.trim().split("\n").slice(-25).join("\n");
            throw new Error(`${command.join(" ")} ended with exit code ${exitCode}:\n${last}`);
        }
        return output;
    }

    /** Runs a command with the rights of a role, as a user does after `eval "$(./devmin env kafka)"`. */
    as(role: "kafka" | "demo" | "auditor", command: string[], say: Say): Promise<string> {
        return this.run(inRole(role, command), say);
    }

    /** Runs a command that is expected to be refused; one that is not is an error. */
    async refused(command: string[], say: Say): Promise<string> {
        const { exitCode, output } = await this.hear(command, { say });
        if (exitCode === 0) throw new Error(`${command.join(" ")} was not refused`);
        return output;
    }

    /** Runs a command to its end, whatever that is. */
    hear(command: string[], options: HearOptions = {}): Promise<Heard> {
        return this.begin(command, options).ended;
    }

    /** Starts a command. Interrupted, it and all its children end before what it said rejects. */
    begin(
        [file, ...args]: string[],
        { say = () => {}, variables = this.variables, logged = true, folder = this.tree }: HearOptions = {},
    ): Running {
        this.signal.throwIfAborted();
        const child = spawn(file as string, args, {
            cwd: folder,
            env: variables,
            stdio: ["ignore", "pipe", "pipe"],
            detached: true, // a process group of its own, so that one signal reaches all of it
        });
        const kill = (signal: NodeJS.Signals) => child.pid && process.kill(-child.pid, signal);
        const isOver = () => child.exitCode !== null || child.signalCode !== null;
        const interrupt = () => {
            kill("SIGINT");
            kill("SIGCONT");
            setTimeout(() => isOver() || kill("SIGKILL"), 20_000).unref();
        };
        this.signal.addEventListener("abort", interrupt, { once: true });
        const lines: string[] = [];
        const log = createWriteStream(join(this.logs, "commands.log"), { flags: "a" });
        log.write(`\n$ ${[file, ...args].join(" ")}\n`);
        for (const stream of [child.stdout, child.stderr]) {
            createInterface({ input: stream }).on("line", (line) => {
                lines.push(line);
                if (logged) log.write(`${line}\n`);
                say(line);
            });
        }
        const ended = new Promise<Heard>((resolve, reject) => {
            child.on("error", reject);
            child.on("close", (exitCode) => {
                this.signal.removeEventListener("abort", interrupt);
                log.end();
                if (this.signal.aborted) reject(this.signal.reason);
                else resolve({ exitCode, output: lines.join("\n") });
            });
        });
        return { pid: child.pid, ended, isOver, signal: (name) => void (isOver() || kill(name)) };
    }
}
