import type { handleServerStreamingCall } from "@grpc/grpc-js";
import { type ProgramInfo, type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { type NodeProcess, startNode } from "./node-process";

/** How each kind of plugin is started. A policy pack demands its own package.json in the folder it runs in. */
const kinds: Record<
    string,
    (pwd: string, program: string, args: string[]) => Pick<NodeProcess, "entry" | "cwd" | "args">
> = {
    analyzer: (_pwd, program, args) => ({ entry: "run-policy-pack", cwd: program, args: [...args, program] }),
    resource: (pwd, program, args) => ({ entry: "run-plugin", cwd: pwd, args: [program, ...args] }),
};

/** Runs a policy pack or a plugin written for Node for as long as the engine wants it, streaming what it prints. */
export const runPlugin: handleServerStreamingCall<RunPluginRequest, RunPluginResponse> = (call) => {
    const request = call.request;
    const kind = kinds[request.getKind()];
    if (!kind) {
        throw new Error(
            `A plugin of kind ${request.getKind()} cannot run here; known: ${Object.keys(kinds).join(", ")}.`,
        );
    }
    const program = (request.getInfo() as ProgramInfo).getProgramDirectory();
    const child = startNode({
        ...kind(request.getPwd(), program, request.getArgsList()),
        program,
        env: { ...process.env, ...variables(request.getEnvList()) },
        output: "pipe",
    });
    call.on("cancelled", () => child.kill("SIGKILL"));
    child.once("error", (error) => say((message) => message.setStderr(Buffer.from(`${error.message}\n`))));
    child.stdout?.on("data", (bytes) => say((message) => message.setStdout(bytes)));
    child.stderr?.on("data", (bytes) => say((message) => message.setStderr(bytes)));
    child.once("close", (code) => {
        say((message) => message.setExitcode(code ?? 1));
        call.end();
    });

    function say(fill: (message: RunPluginResponse) => void): void {
        const message = new RunPluginResponse();
        fill(message);
        call.write(message);
    }
};

function variables(lines: string[]): NodeJS.ProcessEnv {
    return Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
}
