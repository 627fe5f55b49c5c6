import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { findEngine } from "../engine";
import { projectOf } from "../lib/names";
import { type Environment, type Layer, layers } from "./environment";
import { rolesByWord, sessionIn, variablesOf } from "./roles";

/** Takes what an operation has to say, a line at a time. */
export type Say = (line: string) => void;

/** What a run adds to the shell's variables; undefined takes one away. */
export type Variables = Record<string, string | undefined>;

/** The Pulumi project of a layer, or of the environment's card. */
export type Project = Layer | "card";

/** All of them, from the bottom up. */
export const projects: readonly Project[] = [...layers, "card"];

/** Pulumi's own name of a project. */
export const pulumiProject = (project: Project) => (project === "card" ? "devmin" : projectOf(project));

/** The folder a project lives in. */
export const folderOf = ({ root }: Pick<Environment, "root">, project: Project) =>
    project === "card" ? root : join(root, project);

/** A project's stack configuration. */
export const configFileOf = (env: Pick<Environment, "root" | "stack">, project: Project) =>
    join(folderOf(env, project), `Pulumi.${env.stack}.yaml`);

/** Runs the Pulumi CLI in one project of the environment. Resolves with standard output; what it says is said as it comes. */
export type Pulumi = (project: Project, args: string[], options?: RunOptions) => Promise<string>;

export interface RunOptions {
    variables?: Variables;
    say?: Say;
}

/** A run of the Pulumi CLI that ended with another exit code than 0; the message ends with why, as far as it said so. */
export class PulumiFailure extends Error {
    constructor(
        readonly command: string,
        readonly exitCode: number | null,
        readonly output: string,
    ) {
        super(`${command} ended with exit code ${exitCode}:\n${reasonIn(output)}`);
        this.name = "PulumiFailure";
    }
}

/** A run that somebody ended: with Ctrl-C, by closing the terminal, or as a pipeline does. */
export class Interruption extends Error {
    constructor(command: string, by: readonly NodeJS.Signals[], output: string, before: string) {
        super(
            by.length === 1
                ? `${command} was interrupted (${by[0]}) and ended what it had begun; the same again goes on. It said:\n${reasonIn(output)}`
                : `${command} was ended at once (${by.join(", ")}): what it had begun may be half done. Run ${before}the same again.`,
        );
        this.name = "Interruption";
    }
}

/**
 * From now on a signal to end is passed on to this run, as the Ctrl-C it knows: it ends what it has begun, writes its state and
 * frees its lock; a second one ends it at once. Returns what tells, once it has ended, which signals those were.
 */
function interruptionOf(child: ChildProcess, say: Say): () => NodeJS.Signals[] {
    const by: NodeJS.Signals[] = [];
    const passOn = (signal: NodeJS.Signals) => {
        by.push(signal);
        if (by.length === 1) say("interrupted: Pulumi ends what it has begun; a second Ctrl-C ends it at once …");
        child.kill("SIGINT");
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, passOn);
    return () => {
        for (const signal of signals) process.off(signal, passOn);
        return by;
    };
}

const unreached = "error: expected resource operations for";

/** Says all but what a plan that was cut short says of each resource that was not reached. */
export function withoutUnreached(say: Say): Say {
    let head: string | undefined; // of a block, which is a resource's name and what is to be said of it
    let isLeftOut = false;
    return (line) => {
        if (line.startsWith(`    ${unreached}`)) [head, isLeftOut] = [undefined, true];
        else if (isLeftOut && line === "") isLeftOut = false;
        else {
            if (head !== undefined) say(head);
            head = /^ {2}\S+ \(.+\):$/.test(line) ? line : undefined;
            if (head === undefined) say(line);
        }
    };
}

/** The guardrails that were violated, and the errors; the last lines where Pulumi tells of none. */
function reasonIn(output: string): string {
    const lines = output.trim().split("\n");
    const heads = lines.flatMap((line, index) => (/^[A-Z][a-z]+:/.test(line) ? index : []));
    const parts = heads.map((from, index) =>
        lines
            .slice(from, heads[index + 1])
            .join("\n")
            .trimEnd(),
    );
    const violated = parts.filter((part) => part.startsWith("Policies:") && part.includes("[mandatory]"));
    const diagnostics = parts.filter((part) => part.startsWith("Diagnostics:")).join("\n");
    const blocks = diagnostics.split(/\n(?= {2}\S)/).map((block) => block.trimEnd()); // one a resource
    const errors = blocks.filter((block) => block.includes("error:"));
    // A plan that was cut short says so of each resource that was not reached.
    const own = errors.filter((block) => !block.includes(unreached));
    return [...violated, ...(own.length ? own : errors)].join("\n") || lines.slice(-20).join("\n");
}

/**
 * Finds or builds the engine, and returns how to run it for this environment and its backend: kafka and demo as their
 * deployers, everything else as the shell's own credentials say.
 * The engine's folders go at the end of PATH, so that whatever official is there wins.
 */
export async function pulumiFor(env: Environment, say: Say): Promise<Pulumi> {
    const engine = await findEngine({ tools: join(env.root, ".sandbox", "tools"), say });
    const base: Variables = {
        PATH: [process.env.PATH ?? "", ...engine.path].join(delimiter),
        PULUMI_BACKEND_URL: env.backend,
        PULUMI_STACK: env.stack,
        PULUMI_SKIP_UPDATE_CHECK: "1",
        PULUMI_OPTION_POLICY_PACK: join(env.root, "policy-pack"),
    };
    return async (project, args, { variables = {}, say: listen = () => {} } = {}) => {
        const role = rolesByWord[project]; // core is brought up by an administrator, and the card owns nothing
        // A backend of its own is a folder, from before core: there is no role to take yet.
        const session = role && !variables.PULUMI_BACKEND_URL ? await sessionIn(env, role) : undefined;
        return new Promise((resolve, reject) => {
            const child = spawn(engine.pulumi, [...args, "--non-interactive", "--color", "never"], {
                cwd: folderOf(env, project),
                env: definedOnly({ ...process.env, ...base, ...(session && variablesOf(session)), ...variables }),
                stdio: ["ignore", "pipe", "pipe"],
                detached: true, // else a terminal's Ctrl-C would reach it twice, and the second one ends it at once
            });
            const interrupted = interruptionOf(child, say);
            const heard: Record<"stdout" | "both", string[]> = { stdout: [], both: [] };
            for (const stream of ["stdout", "stderr"] as const) {
                createInterface({ input: child[stream] }).on("line", (line) => {
                    heard.both.push(line);
                    if (stream === "stdout") heard.stdout.push(line);
                    listen(line);
                });
            }
            child.on("error", (error) => {
                interrupted();
                reject(error);
            });
            child.on("close", (code) => {
                const by = interrupted();
                const output = heard.both.join("\n");
                // A backend of its own is bootstrap's, which takes in what an earlier one had made.
                const before = variables.PULUMI_BACKEND_URL ? "" : `./devmin recover ${project}, and then `;
                if (by.length > 0) reject(new Interruption(`pulumi ${args[0]} in ${project}`, by, output, before));
                else if (code === 0) resolve(heard.stdout.join("\n"));
                else reject(new PulumiFailure(`pulumi ${args.join(" ")} in ${project}`, code, output));
            });
        });
    };
}

function definedOnly(variables: Variables): Record<string, string> {
    return Object.fromEntries(
        Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
}
