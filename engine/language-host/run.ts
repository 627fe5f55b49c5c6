import type { ChildProcess } from "node:child_process";
import type { handleUnaryCall } from "@grpc/grpc-js";
import { type ProgramInfo, type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { startNode } from "./node-process";

/** The exit code with which `@pulumi/pulumi` says that the user has already been told. */
const alreadyTold = 32;

const programs = new Set<ChildProcess>();

/** Runs one Pulumi program to its end, which is the answer: nothing, a message, or "bail" when the message is out. */
export const run: handleUnaryCall<RunRequest, RunResponse> = (call, answer) => {
    const request = call.request;
    const info = request.getInfo() as ProgramInfo;
    const options = (info.getOptions()?.toJavaScript() ?? {}) as Options;
    const child = startNode({
        entry: "run",
        program: info.getProgramDirectory(),
        nodeArgs: options.nodeargs?.split(" ").filter(Boolean),
        args: [...flags(request), info.getEntryPoint(), ...request.getArgsList()],
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
    let notStarted: Error | null = null;
    child.once("error", (error) => {
        notStarted = error;
    });
    child.once("close", (code, signal) => {
        programs.delete(child);
        const response = new RunResponse();
        response.setBail(code === alreadyTold || child.killed);
        if (code !== 0 && !response.getBail()) {
            response.setError(`The program ended ${signal ? `by ${signal}` : `with exit code ${code}`}.`);
        }
        answer(notStarted, response);
    });
};

/** Ends the programs, not the plugins: those are told by the engine itself and may be in the middle of an operation. */
export function cancelPrograms(): void {
    for (const child of programs) child.kill("SIGKILL");
}

/** `runtime.options` of a Pulumi.yaml, those that concern how a program is run. */
interface Options {
    typescript?: boolean;
    tsconfig?: string;
    nodeargs?: string;
}

function flags(request: RunRequest): string[] {
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
    const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
    return [...given.map(([name, value]) => `--${name}=${value}`), ...(request.getDryrun() ? ["--dry-run"] : [])];
}
