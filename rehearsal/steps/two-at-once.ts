import assert from "node:assert/strict";
import { environmentAt } from "../../ops/environment";
import { locksOf } from "../../ops/locks";
import { sessionIn, variablesOf } from "../../ops/roles";
import { byItself, differences, dump } from "../dump";
import { onceSaid } from "../moment";
import { inRole, type Running, type Say, type Stage } from "../stage";
import type { Step } from "../step";

const up = ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"];
const many = 8;

export const twoAtOnce: Step = {
    title: "two updates at once: the second is refused; of eight no two run",
    further: true,
    async play(stage, say) {
        await stage.run(["./devmin", "lease", "extend", "5h"], say); // what they all are to update
        const won = await race(stage, say);
        await onceSaid(stage, inRole("demo", up), /^Updating/, (held) => whileHeld(stage, held, say), say);
        assert.deepEqual(await locksOf(environmentAt(stage.tree, "local"), "demo"), []);
        await stage.as("demo", ["pulumi", "preview", "-C", "demo", "--expect-no-changes"], say);
        return `of ${many} at once ${won} ran, the others changed nothing; while one holds the lock another and recover are refused`;
    },
};

/**
 * Starts all at once, and resolves with how many ran, one after the other. Pulumi lists the locks, writes its own, and lists
 * again; who sees another's goes. So it may be that none runs, and never that two do.
 */
async function race(stage: Stage, say: Say): Promise<number> {
    const session = await sessionIn(environmentAt(stage.tree, "local"), "deploy-demo");
    assert.ok(session);
    const variables = { ...stage.variables, ...variablesOf(session) };
    const before = await updatesOf(stage);
    const racing = Array.from({ length: many }, () => stage.hear(up, { say, variables }));
    const ran = (await Promise.all(racing)).filter(({ exitCode }) => exitCode === 0).length;
    const updates = (await updatesOf(stage)).slice(before.length);
    assert.equal(updates.length, ran, "who was refused updated nothing");
    for (const [index, { startTime }] of updates.entries()) {
        const earlier = updates[index - 1];
        assert.ok(!earlier || startTime >= earlier.endTime, `two updates ran at once: ${JSON.stringify(updates)}`);
    }
    return ran;
}

/** What Pulumi noted of demo's updates, the first one first; times to the second. */
async function updatesOf(stage: Stage): Promise<{ startTime: string; endTime: string }[]> {
    return JSON.parse(
        await stage.run(["pulumi", "stack", "history", "--json", "--page-size", "1000", "-C", "demo"], () => {}),
    ).reverse();
}

/** Stops an update that has the lock: another one and recover are refused, both name it, and the clouds stay as they are. */
async function whileHeld(stage: Stage, held: Running, say: Say): Promise<void> {
    held.signal("SIGSTOP");
    const locks = await locksOf(environmentAt(stage.tree, "local"), "demo");
    assert.deepEqual(
        locks.map(({ holder }) => holder.pid),
        [held.pid],
    );
    const before = await dump(stage.home);
    const refusal = await stage.refused(inRole("demo", up), say);
    assert.match(refusal, new RegExp(`locked by 1 lock.* created by .* \\(pid ${held.pid}\\)`, "s"));
    const left = await stage.refused(["./devmin", "recover", "demo"], say);
    assert.match(left, new RegExp(`demo is locked by .*process ${held.pid},.* and that process runs: wait for it`));
    const changes = differences(before, await dump(stage.home)).filter((change) => !byItself.test(change));
    assert.deepEqual(changes, []);
    held.signal("SIGCONT");
}
