import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stateFile } from "../../ops/state";
import { status } from "../../sandbox";
import { differences, dump } from "../dump";
import { onceSaid } from "../moment";
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
        assert.ok(pending.length > 0, "the state tells what was on its way");
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
    const pid = (await status(stage)).find(({ piece }) => piece === "aws")?.pid;
    assert.ok(pid, "AWS runs");
    process.kill(pid, "SIGSTOP");
    try {
        await until(async () => onTheirWay(stage).length > 0, "the state tells what is on its way");
        it.signal("SIGSTOP"); // not the providers, which are in groups of their own
    } finally {
        process.kill(pid, "SIGCONT");
    }
    let before = {};
    await until(async () => {
        const [earlier, now] = [before, await dump(stage.home)];
        before = now;
        return differences(earlier, now).length === 0;
    }, "AWS has nothing more to do");
    it.signal("SIGKILL");
    return onTheirWay(stage);
}

/** The names of the resources whose creation the local state tells the begin of, and no end. */
function onTheirWay(stage: Stage): string[] {
    const file = join(stage.tree, ".sandbox", "state", stateFile("core", "local"));
    const { pending_operations = [] } = JSON.parse(readFileSync(file, "utf8")).checkpoint.latest;
    const resources: { urn: string; custom: boolean }[] = pending_operations.map(
        ({ resource }: { resource: unknown }) => resource,
    );
    return resources.filter(({ custom }) => custom).map(({ urn }) => urn.split("::").at(-1) ?? "");
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
    for (const end = Date.now() + 60_000; !(await holds()); await sleep(200)) {
        if (Date.now() > end) throw new Error(`waited a minute, and it is not so that ${what}`);
    }
}
