import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { getProjectName } from "../../lib/names";
import { getRoleSession, rolesByTarget, toCredentialVariables } from "../clients/assume-role";
import { type Environment, type Layer, layerNames } from "../environment";
import { ensurePulumiCli } from "./find-cli";

/** Takes what an operation has to say, a line at a time. */
export type Log = (line: string) => void;

/** What a run adds to the shell's variables; undefined takes one away. */
export type Variables = Record<string, string | undefined>;

/** The Pulumi project of a layer, or of the environment summary, whose folder is the repository's root. */
export type Project = Layer | "summary";

/** All of them, from the bottom up. */
export const projects: readonly Project[] = [...layerNames, "summary"];

/** Pulumi's own name of a project. */
export const getPulumiProjectName = (project: Project) => (project === "summary" ? "devmin" : getProjectName(project));

/** The folder a project lives in. */
export const getProjectFolder = ({ root }: Pick<Environment, "root">, project: Project) =>
    project === "summary" ? root : join(root, project);

/** What this clone downloads for itself. */
export const getToolsFolder = ({ root }: Pick<Environment, "root">) => join(root, ".devmin", "tools");

/** A project's stack configuration. */
export const getStackConfigFile = (env: Pick<Environment, "root" | "stack">, project: Project) =>
    join(getProjectFolder(env, project), `Pulumi.${env.stack}.yaml`);

/** Runs the Pulumi CLI in one project of the environment. Resolves with standard output; what it says is said as it comes. */
export type PulumiCli = (project: Project, args: string[], options?: RunOptions) => Promise<string>;

export interface RunOptions {
    variables?: Variables;
    log?: Log;
}

/** A run of the Pulumi CLI that ended with another exit code than 0; the message ends with why, as far as it said so. */
export class PulumiCommandError extends Error {
    constructor(
        readonly command: string,
        readonly exitCode: number | null,
        readonly output: string,
    ) {
        super(`${command} ended with exit code ${exitCode}:\n${extractFailureReason(output)}`);
        this.name = "PulumiCommandError";
    }
}

/** A run that somebody ended: with Ctrl-C, by closing the terminal, or as a pipeline does. */
export class InterruptedError extends Error {
    constructor(command: string, signals: readonly NodeJS.Signals[], output: string, retryHint: string) {
        super(
            signals.length === 1
                ? `${command} was interrupted (${signals[0]}) and ended what it had begun; the same again goes on. It said:\n${extractFailureReason(output)}`
                : `${command} was ended at once (${signals.join(", ")}): what it had begun may be half done. Run ${retryHint}the same again.`,
        );
        this.name = "InterruptedError";
    }
}

/**
 * From now on a signal to end is passed on to this run, as the Ctrl-C it knows: it ends what it has begun, writes its state and
 * frees its lock; a second one ends it at once. Returns what tells, once it has ended, which signals those were.
 */
function forwardInterrupts(child: ChildProcess, log: Log): () => NodeJS.Signals[] {
    const receivedSignals: NodeJS.Signals[] = [];
    const forwardSignal = (signal: NodeJS.Signals) => {
        receivedSignals.push(signal);
        if (receivedSignals.length === 1)
            log("interrupted: Pulumi ends what it has begun; a second Ctrl-C ends it at once …");
        child.kill("SIGINT");
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, forwardSignal);
    return () => {
        for (const signal of signals) process.off(signal, forwardSignal);
        return receivedSignals;
    };
}

const unreachedMessage = "error: expected resource operations for";

/** Says all but what a plan that was cut short says of each resource that was not reached. */
export function filterUnreachedResources(log: Log): Log {
    let head: string | undefined; // of a block, which is a resource's name and what is to be said of it
    let isSkipping = false;
    return (line) => {
        if (line.startsWith(`    ${unreachedMessage}`)) [head, isSkipping] = [undefined, true];
        else if (isSkipping && line === "") isSkipping = false;
        else {
            if (head !== undefined) log(head);
            head = /^ {2}\S+ \(.+\):$/.test(line) ? line : undefined;
            if (head === undefined) log(line);
        }
    };
}

/** The guardrails that were violated, and the errors; the last lines where Pulumi tells of none. */
function extractFailureReason(output: string): string {
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
    const rootErrors = errors.filter((block) => !block.includes(unreachedMessage));
    return [...violated, ...(rootErrors.length ? rootErrors : errors)].join("\n") || lines.slice(-20).join("\n");
}

/**
 * Finds or downloads the Pulumi CLI, and returns how to run it for this environment and its backend: kafka and demo as their
 * deployers, everything else as the shell's own credentials say.
 * Its folders go at the end of PATH, so that whatever the user has wins.
 */
export async function createPulumiCli(env: Environment, log: Log): Promise<PulumiCli> {
    const cli = await ensurePulumiCli({ toolsFolder: getToolsFolder(env), log });
    const baseVariables: Variables = {
        PATH: [process.env.PATH ?? "", ...cli.pathFolders].join(delimiter),
        PULUMI_BACKEND_URL: env.backendUrl,
        PULUMI_STACK: env.stack,
        PULUMI_SKIP_UPDATE_CHECK: "1",
        PULUMI_OPTION_POLICY_PACK: join(env.root, "policy-pack"),
    };
    return async (project, args, { variables = {}, log: logLine = () => {} } = {}) => {
        const role = rolesByTarget[project]; // core is brought up by an administrator, and the summary owns nothing
        // A backend of its own is a folder, from before core: there is no role to take yet.
        const session = role && !variables.PULUMI_BACKEND_URL ? await getRoleSession(env, role) : undefined;
        return new Promise((resolve, reject) => {
            const child = spawn(cli.pulumi, [...args, "--non-interactive", "--color", "never"], {
                cwd: getProjectFolder(env, project),
                env: removeUndefined({
                    ...process.env,
                    ...baseVariables,
                    ...(session && toCredentialVariables(session)),
                    ...variables,
                }),
                stdio: ["ignore", "pipe", "pipe"],
                detached: true, // else a terminal's Ctrl-C would reach it twice, and the second one ends it at once
            });
            const stopForwarding = forwardInterrupts(child, log);
            const captured: Record<"stdout" | "both", string[]> = { stdout: [], both: [] };
            for (const stream of ["stdout", "stderr"] as const) {
                createInterface({ input: child[stream] }).on("line", (line) => {
                    captured.both.push(line);
                    if (stream === "stdout") captured.stdout.push(line);
                    logLine(line);
                });
            }
            child.on("error", (error) => {
                stopForwarding();
                reject(error);
            });
            child.on("close", (code) => {
                const signals = stopForwarding();
                const output = captured.both.join("\n");
                // A backend of its own is bootstrap's, which takes in what an earlier one had made.
                const retryHint = variables.PULUMI_BACKEND_URL ? "" : `./devmin recover ${project}, and then `;
                if (signals.length > 0)
                    reject(new InterruptedError(`pulumi ${args[0]} in ${project}`, signals, output, retryHint));
                else if (code === 0) resolve(captured.stdout.join("\n"));
                else reject(new PulumiCommandError(`pulumi ${args.join(" ")} in ${project}`, code, output));
            });
        });
    };
}

function removeUndefined(variables: Variables): Record<string, string> {
    return Object.fromEntries(
        Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
}
