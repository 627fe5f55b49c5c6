import { environmentAt, type Layer } from "../ops/environment";
import { locksOf } from "../ops/locks";
import { status } from "../sandbox";
import type { Heard, Running, Say, Stage } from "./stage";

/** The process of the local cloud's AWS. */
export async function awsOf(stage: Stage): Promise<number> {
    const { pid } = (await status(stage)).find(({ piece }) => piece === "aws") ?? {};
    if (!pid) throw new Error("the local cloud's AWS does not run");
    return pid;
}

/** Kills a verb, and the update it runs, which is in a group of its own and holds the layer's lock. */
export const killWithUpdate = (stage: Stage, layer: Layer) => async (verb: Running) => {
    const [lock] = await locksOf(environmentAt(stage.tree, "local"), layer);
    verb.signal("SIGKILL");
    if (lock) process.kill(lock.holder.pid, "SIGKILL");
    else throw new Error(`nobody holds the lock of ${layer}`);
};

/**
 * Runs a command, acts once it says something, and resolves with all it said. One that never says it is an error; and none
 * goes on alone when what is done to it fails.
 */
export async function onceSaid(
    stage: Stage,
    command: string[],
    what: RegExp,
    act: (running: Running) => void | Promise<void>,
    say: Say,
): Promise<Heard> {
    let found: (value: true) => void;
    const said = new Promise<true>((resolve) => {
        found = resolve;
    });
    const hear = (line: string) => {
        if (what.test(line)) found(true);
        say(line);
    };
    const running = stage.begin(command, { say: hear });
    if (!(await Promise.race([said, running.ended.then(() => false)]))) {
        throw new Error(`${command.join(" ")} never said ${what}:\n${(await running.ended).output}`);
    }
    try {
        await act(running);
    } catch (error) {
        running.signal("SIGKILL");
        await Promise.allSettled([running.ended]);
        throw error;
    }
    return running.ended;
}
