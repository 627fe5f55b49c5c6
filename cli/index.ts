/** `./devmin`: a command's file is loaded only when it is typed; what is typed was read by the launcher, with the command table. */
import { join } from "node:path";
import { InterruptedError } from "../util/interrupted-error";
import { buildNoProxyEnv } from "../util/loopback-proxy";
import { UsageError } from "./arguments";
import type { CommandCall, CommandLine } from "./command";
import { formatErrorHint } from "./error-hints";
import { formatUsage } from "./help";
import { watchInterrupts } from "./interrupt";
import { printFailure } from "./output";

// biome-ignore lint/suspicious/noExplicitAny: each command names the options it reads; the table says which there are
type Loader = () => Promise<{ run(call: CommandCall<any>): Promise<void> }>;

/** `install` is the launcher's own. */
export const loaders: Readonly<Record<string, Loader>> = {
    audit: () => import("./commands/audit"),
    bootstrap: () => import("./commands/bootstrap"),
    budget: () => import("./commands/budget"),
    cost: () => import("./commands/cost"),
    destroy: () => import("./commands/destroy"),
    env: () => import("./commands/env"),
    init: () => import("./commands/init"),
    join: () => import("./commands/join"),
    lease: () => import("./commands/lease"),
    plan: () => import("./commands/plan"),
    recover: () => import("./commands/recover"),
    rehearse: () => import("./commands/rehearse"),
    rotate: () => import("./commands/rotate"),
    run: () => import("./commands/run"),
    sandbox: () => import("./commands/sandbox"),
    scp: () => import("./commands/scp"),
    up: () => import("./commands/up"),
    verify: () => import("./commands/verify"),
};

/** Runs a command. Sets exit code 1 when it is refused or fails, 2 for wrong arguments, 130 when it is interrupted. */
export async function main({ name, args, options, allowsBuiltCli }: CommandLine, load = loaders): Promise<void> {
    Object.assign(process.env, buildNoProxyEnv(process.env));
    if (allowsBuiltCli) process.env.DEVMIN_ALLOW_BUILT_CLI = "1";
    const { interrupted, stop } = watchInterrupts(name, args);
    try {
        const call = { root: join(__dirname, ".."), args, options, log: (line: string) => console.error(line) };
        const ended = (load[name] as Loader)().then(({ run }) => run(call));
        await Promise.race([ended, interrupted]);
    } catch (caught) {
        const error = caught as Error;
        const isUsageError = error instanceof UsageError;
        const exitCode = isUsageError ? 2 : error instanceof InterruptedError ? 130 : 1;
        process.exitCode = exitCode;
        const message = `${error.message}${formatErrorHint(error)}`;
        printFailure({ name, json: options.json === true, message, exitCode });
        console.error(`devmin ${name}: ${message}${isUsageError ? `\n${formatUsage(name)}` : ""}`);
    } finally {
        stop();
    }
}
