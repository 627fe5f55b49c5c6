import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Deployment } from "../../ops/mend";
import { locksInFolder, stateFile } from "../../ops/state";
import { dump } from "../dump";
import { awsOf, onceSaid } from "../moment";
import type { Running, Stage } from "../stage";
import type { Step } from "../step";

export const bootstrapKilled: Step = {
    title: "a bootstrap is killed while AWS makes what it asked for; the next one goes on with that",
    further: true,
    async play(stage, say) {
        let pending: string[] = [];
        const kill = async (it: Running) => {
            pending = await killedUnanswered(stage, it);
        };
        await onceSaid(stage, ["./devmin", "bootstrap"], / aws:\w+:\w+ \S+ creating/, kill, say);
        const told = await stage.run(["./devmin", "bootstrap"], say);
        assert.match(told, /removed the lock of a process that is gone/);
        for (const name of pending) assert.ok(told.includes(`${name} goes on as`), `${name} is taken in`);
        return `killed with ${pending.join(", ")} made and not yet known to the state: the next one took them in`;
    },
};

/**
 * Lets AWS answer what a bootstrap asks it for only once the bootstrap can't hear it any more, and kills that. Returns the
 * names of what was on its way.
 */
async function killedUnanswered(stage: Stage, it: Running): Promise<string[]> {
    const aws = await awsOf(stage);
    const [lock] = locksInFolder(stateOf(stage));
    assert.ok(lock, "it holds the lock of its local state");
    const update = lock.holder.pid;
    process.kill(aws, "SIGSTOP");
    try {
        await still(async () => onTheirWay(stage).join(), "the state tells what is on its way");
        process.kill(update, "SIGSTOP"); // not the providers, which go on with what they were asked for
        process.kill(aws, "SIGCONT");
        await still(async () => JSON.stringify(await dump(stage.home)), "AWS has nothing more to do");
    } finally {
        process.kill(aws, "SIGCONT");
        it.signal("SIGKILL");
        process.kill(update, "SIGKILL");
    }
    return onTheirWay(stage);
}

/** Where core's state is until there is a bucket. */
const stateOf = (stage: Stage) => join(stage.tree, ".sandbox", "state");

/** The names of the resources whose creation the local state tells the begin of, and no end. */
function onTheirWay(stage: Stage): string[] {
    const file = join(stateOf(stage), stateFile("core", "local"));
    const { pending_operations: pending = [] }: Deployment = JSON.parse(readFileSync(file, "utf8")).checkpoint.latest;
    return pending.flatMap(({ resource: { urn, custom } }) => (custom ? [urn.split("::").at(-1) ?? ""] : []));
}

/** Resolves once what is told is something, and the same twice. */
async function still(tell: () => Promise<string>, what: string): Promise<void> {
    const end = Date.now() + 60_000;
    for (let [before, now] = ["", await tell()]; !now || now !== before; [before, now] = [now, await tell()]) {
        if (Date.now() > end) throw new Error(`waited a minute, and it is not so that ${what}`);
        await sleep(300);
    }
}
