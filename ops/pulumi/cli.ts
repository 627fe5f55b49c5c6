import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import type { RoleName } from "../../lib/names";
import { InterruptedError, interruptSignals } from "../../util/interrupted-error";
import { getRoleSession, rolesByTarget, toCredentialVariables } from "../clients/assume-role";
import type { Environment } from "../environment";
import { getProjectFolder, type Project } from "../projects";
import { ensurePulumiCli } from "./find-cli";

/** Receives the progress of an operation, line by line. */
export type Log = (line: string) => void;

/** Environment variables that a run adds to the shell's; undefined removes one. */
export type Variables = Record<string, string | undefined>;

/** The folder for what this clone downloads. */
export const getToolsFolder = ({ root }: Pick<Environment, "root">) => join(root, ".devmin", "tools");

/** Runs the Pulumi CLI in one project of the environment. Resolves with standard output; `log` receives both streams as they come. */
export type PulumiCli = (project: Project, args: string[], options?: RunOptions) => Promise<string>;

export interface RunOptions {
    variables?: Variables;
    log?: Log;
    /** Has Pulumi finish what it has started, and end. */
    signal?: AbortSignal;
}

/** A run of the Pulumi CLI with an exit code other than 0. The message ends with the reason, as far as the output has one. */
export class PulumiCommandError extends Error {
    constructor(
        readonly command: string,
        readonly exitCode: number,
        readonly output: string,
    ) {
        super(`${command} ended with exit code ${exitCode}:\n${extractFailureReason(output)}`);
        this.name = "PulumiCommandError";
    }
}

/** What state an interrupted run leaves, and how to go on. */
const formatInterrupt = (command: string, signals: readonly NodeJS.Signals[], retryHint: string) =>
    signals.length === 1
        ? `${command} was interrupted (${signals[0]}) and finished what it had started; run the same command again to continue.`
        : `${command} was stopped immediately (${signals.join(", ")}): what it had started may be incomplete. Run ${retryHint}the same command again.`;

/** A run that somebody else ended: another person, or the system. */
const formatKill = (command: string, signal: NodeJS.Signals | null, retryHint: string) =>
    `${command} was killed (${signal}${signal === "SIGKILL" ? ", as a system does that is out of memory" : ""}): ` +
    `what it had started may be incomplete. Run ${retryHint}the same command again.`;

/**
 * Forwards signals to end to this run, as SIGINT: Pulumi then finishes what it has started, writes its state and releases its
 * lock; a second signal stops it immediately. A terminal that closes is one signal, though the system and the shell send a SIGHUP
 * each. Returns a function that stops forwarding and returns the signals received.
 */
function forwardInterrupts(child: ChildProcess, log: Log): () => NodeJS.Signals[] {
    const receivedSignals: NodeJS.Signals[] = [];
    const forwardSignal = (signal: NodeJS.Signals) => {
        if (signal === "SIGHUP" && receivedSignals.includes(signal)) return;
        receivedSignals.push(signal);
        if (receivedSignals.length === 1)
            log("interrupted: Pulumi finishes what it has started; a second Ctrl-C stops it immediately …");
        child.kill("SIGINT");
    };
    for (const signal of interruptSignals) process.on(signal, forwardSignal);
    return () => {
        for (const signal of interruptSignals) process.off(signal, forwardSignal);
        return receivedSignals;
    };
}

const unreachedMessage = "error: expected resource operations for";

/** For a plan of which nothing failed, but something was not reached, as after a change by hand. */
const secondRoundAdvice =
    "Nothing else failed: what the update met was not what its preview saw, as after a change by hand. Run the same command again.";

/** Drops the error that a plan which was cut short reports for each resource that it did not reach. */
export function filterUnreachedResources(log: Log): Log {
    let head: string | undefined; // first line of a block: a resource's name, followed by its messages
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

/** The violated guardrails and the errors; the last 20 lines where the output has neither. */
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
    const diagnostics = parts
        .filter((part) => part.startsWith("Diagnostics:"))
        .join("\n")
        .replaceAll(/^ {4}warning: .*\n?/gm, ""); // they are printed as they come, and are not why it ended
    const blocks = diagnostics.split(/\n(?= {2}\S)/).map((block) => block.trimEnd()); // one per resource
    const errors = blocks.filter((block) => block.includes("error:"));
    // A plan that was cut short reports this for each resource that it did not reach.
    const rootErrors = errors.filter((block) => !block.includes(unreachedMessage));
    const reasons = [...violated, ...(rootErrors.length ? rootErrors : errors)];
    if (errors.length > 0 && violated.length + rootErrors.length === 0) reasons.push(secondRoundAdvice);
    return reasons.join("\n") || lines.slice(-20).join("\n");
}

export interface PulumiCliOptions {
    /**
     * Role that runs it in every project, for a command that only looks.
     *
     * @default kafka and demo as their deployers, the other projects with the shell's credentials
     */
    role?: RoleName;
}

/**
 * Finds or downloads the Pulumi CLI, and returns a function that runs it for this environment and its backend. Its folders are
 * appended to PATH, so that the user's own programs take precedence.
 */
export async function createPulumiCli(
    env: Environment,
    log: Log,
    { role: onlyRole }: PulumiCliOptions = {},
): Promise<PulumiCli> {
    const cli = await ensurePulumiCli({ toolsFolder: getToolsFolder(env), log });
    const baseVariables: Variables = {
        PATH: [process.env.PATH ?? "", ...cli.pathFolders].join(delimiter),
        PULUMI_BACKEND_URL: env.backendUrl,
        PULUMI_STACK: env.stack,
        PULUMI_SKIP_UPDATE_CHECK: "1",
        PULUMI_OPTION_POLICY_PACK: join(env.root, "policy-pack"),
    };
    return async (project, args, { variables = {}, log: logLine = () => {}, signal } = {}) => {
        const role = onlyRole ?? rolesByTarget[project]; // core is brought up by an administrator, and the summary owns nothing
        // A different backend is a folder, from before core: there is no role to assume yet.
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
                detached: true, // otherwise a terminal's Ctrl-C would reach it twice, and the second one stops it immediately
            });
            const stopForwarding = forwardInterrupts(child, log);
            signal?.addEventListener("abort", () => child.kill("SIGINT"));
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
            child.on("close", (code, killSignal) => {
                const signals = stopForwarding();
                const command = `pulumi ${args[0]} in ${project}`;
                // A different backend is bootstrap's, which imports what an earlier bootstrap created.
                const retryHint = variables.PULUMI_BACKEND_URL ? "" : `./devmin recover ${project}, then `;
                if (signals.length > 0) reject(new InterruptedError(formatInterrupt(command, signals, retryHint)));
                else if (code === 0) resolve(captured.stdout.join("\n"));
                else if (code === null) reject(new Error(formatKill(command, killSignal, retryHint)));
                else reject(new PulumiCommandError(command, code, captured.both.join("\n")));
            });
        });
    };
}

function removeUndefined(variables: Variables): Record<string, string> {
    return Object.fromEntries(
        Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
}
