import type { ChildProcess } from "node:child_process";
import type { handleUnaryCall } from "@grpc/grpc-js";
import { type ProgramInfo, type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { startNode } from "./node-process";

/** `@pulumi/pulumi` exits with this code when it has already reported the error. */
const bailExitCode = 32;

const programs = new Set<ChildProcess>();

/** Runs a Pulumi program to its end. The response is empty, an error, or "bail" if the error has already been reported. */
export const run: handleUnaryCall<RunRequest, RunResponse> = (call, callback) => {
    const request = call.request;
    const info = request.getInfo() as ProgramInfo;
    const options = (info.getOptions()?.toJavaScript() ?? {}) as RuntimeOptions;
    const child = startNode({
        entry: "run",
        program: info.getProgramDirectory(),
        nodeArgs: options.nodeargs?.split(" ").filter(Boolean),
        args: [...buildRunFlags(request), info.getEntryPoint(), ...request.getArgsList()],
        cwd: request.getPwd(),
        env: {
            ...process.env,
            PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
            PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true),
            ...(options.tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
        },
        output: "inherit",
    });
    programs.add(child);
    call.on("cancelled", () => child.kill("SIGKILL"));
    let startError: Error | null = null;
    child.once("error", (error) => {
        startError = error;
    });
    child.once("close", (code, signal) => {
        programs.delete(child);
        const response = new RunResponse();
        response.setBail(code === bailExitCode || child.killed);
        if (code !== 0 && !response.getBail()) {
            response.setError(`The program ended ${signal ? `by ${signal}` : `with exit code ${code}`}.`);
        }
        callback(startError, response);
    });
};

/** Kills the programs, but not the plugins: the engine cancels those itself, as they may be in the middle of an operation. */
export function cancelPrograms(): void {
    for (const child of programs) child.kill("SIGKILL");
}

/** The supported `runtime.options` of a Pulumi.yaml. */
interface RuntimeOptions {
    typescript?: boolean;
    tsconfig?: string;
    nodeargs?: string;
}

function buildRunFlags(request: RunRequest): string[] {
    const values = {
        monitor: request.getMonitorAddress(),
        engine: process.argv.at(-1),
        organization: request.getOrganization(),
        project: request.getProject(),
        "root-directory": request.getInfo()?.getRootDirectory(),
        stack: request.getStack(),
        pwd: request.getPwd(),
        parallel: request.getParallel(),
    };
    const definedEntries = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
    return [
        ...definedEntries.map(([name, value]) => `--${name}=${value}`),
        ...(request.getDryrun() ? ["--dry-run"] : []),
    ];
}
