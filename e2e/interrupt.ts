import { getLocalCloudStatus } from "../local-cloud";
import type { Layer } from "../ops/environment";
import { listLocks } from "../ops/pulumi/locks";
import type { CommandResult, Log, RunningCommand, Workspace } from "./workspace";

export async function getAwsPid(workspace: Workspace): Promise<number> {
    const { pid } = (await getLocalCloudStatus(workspace)).find(({ service }) => service === "aws") ?? {};
    if (!pid) throw new Error("the local cloud's AWS is not running");
    return pid;
}

/** Kills a command, and the update it runs, which is in another process group and holds the layer's lock. */
export const killWithUpdate = (workspace: Workspace, layer: Layer) => async (verb: RunningCommand) => {
    const { env, aws } = workspace.connect();
    const [lock] = await listLocks(env, aws, layer);
    verb.signal("SIGKILL");
    if (lock) process.kill(lock.holder.pid, "SIGKILL");
    else throw new Error(`nobody holds the lock of ${layer}`);
};

/**
 * Runs a command, calls `act` once its output matches, and resolves with its result. Throws if it never matches; kills the command
 * if `act` fails.
 */
export async function interruptOnOutput(
    workspace: Workspace,
    command: string[],
    pattern: RegExp,
    act: (running: RunningCommand) => void | Promise<void>,
    log: Log,
): Promise<CommandResult> {
    let resolveMatch: (value: true) => void;
    const matched = new Promise<true>((resolve) => {
        resolveMatch = resolve;
    });
    const handleLine = (line: string) => {
        if (pattern.test(line)) resolveMatch(true);
        log(line);
    };
    const running = workspace.spawn(command, { log: handleLine });
    if (!(await Promise.race([matched, running.result.then(() => false)]))) {
        throw new Error(
            `the output of ${command.join(" ")} never matched ${pattern}:\n${(await running.result).output}`,
        );
    }
    try {
        await act(running);
    } catch (error) {
        running.signal("SIGKILL");
        await Promise.allSettled([running.result]);
        throw error;
    }
    return running.result;
}
