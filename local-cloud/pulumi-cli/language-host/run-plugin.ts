import type { handleServerStreamingCall } from "@grpc/grpc-js";
import { type ProgramInfo, type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { type NodeProcess, startNode } from "./node-process";

/** How each kind of plugin is started. A policy pack requires its own package.json in its working directory. */
const pluginKinds: Record<
    string,
    (pwd: string, program: string, args: string[]) => Pick<NodeProcess, "entry" | "cwd" | "args">
> = {
    analyzer: (_pwd, program, args) => ({ entry: "run-policy-pack", cwd: program, args: [...args, program] }),
    resource: (pwd, program, args) => ({ entry: "run-plugin", cwd: pwd, args: [program, ...args] }),
};

/** Runs a policy pack or a provider in Node until the engine cancels it, and streams its output. */
export const runPlugin: handleServerStreamingCall<RunPluginRequest, RunPluginResponse> = (call) => {
    const request = call.request;
    const buildLaunch = pluginKinds[request.getKind()];
    if (!buildLaunch) {
        throw new Error(
            `A plugin of kind ${request.getKind()} is not supported; use one of ${Object.keys(pluginKinds).join(", ")}.`,
        );
    }
    const program = (request.getInfo() as ProgramInfo).getProgramDirectory();
    const child = startNode({
        ...buildLaunch(request.getPwd(), program, request.getArgsList()),
        program,
        env: { ...process.env, ...parseVariables(request.getEnvList()) },
        output: "pipe",
    });
    call.on("cancelled", () => child.kill("SIGKILL"));
    child.once("error", (error) => send((message) => message.setStderr(Buffer.from(`${error.message}\n`))));
    child.stdout?.on("data", (bytes) => send((message) => message.setStdout(bytes)));
    child.stderr?.on("data", (bytes) => send((message) => message.setStderr(bytes)));
    child.once("close", (code) => {
        send((message) => message.setExitcode(code ?? 1));
        call.end();
    });

    function send(fill: (message: RunPluginResponse) => void): void {
        const message = new RunPluginResponse();
        fill(message);
        call.write(message);
    }
};

function parseVariables(lines: string[]): NodeJS.ProcessEnv {
    return Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
}
