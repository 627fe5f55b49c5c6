import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const runningProcesses = new Set<ChildProcess>();
process.on("exit", () => {
    for (const child of runningProcesses) child.kill("SIGKILL");
});

/** One of the entry points for language hosts in the program's own `@pulumi/pulumi`. */
export interface NodeProcess {
    entry: "run" | "run-policy-pack" | "run-plugin";
    /** The program's folder, whose `@pulumi/pulumi` is used. */
    program: string;
    nodeArgs?: readonly string[];
    args: readonly string[];
    cwd: string;
    env: NodeJS.ProcessEnv;
    /** A program's output goes directly to the engine; a plugin's is streamed to it in responses. */
    output: "inherit" | "pipe";
}

/** Starts Node so that it cannot outlive this host: killed when the host exits, and by lifeline.js if the host is killed. */
export function startNode({ entry, program, nodeArgs = [], args, cwd, env, output }: NodeProcess): ChildProcess {
    const file = resolveEntryPoint(entry, program);
    const child = spawn(process.execPath, ["-r", join(__dirname, "lifeline.js"), ...nodeArgs, file, ...args], {
        cwd,
        env,
        stdio: ["pipe", output, output],
    });
    runningProcesses.add(child);
    child.once("close", () => runningProcesses.delete(child));
    return child;
}

function resolveEntryPoint(entry: string, program: string): string {
    const name = `@pulumi/pulumi/cmd/${entry}`;
    try {
        return createRequire(join(program, "package.json")).resolve(name);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
        throw new Error(`Cannot find module '${name}' from ${program}: install the dependencies there with npm ci.`);
    }
}
