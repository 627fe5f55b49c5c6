import assert from "node:assert/strict";
import { getRoleSession, toCredentialVariables } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { listLocks } from "../../ops/pulumi/locks";
import { backgroundChangePattern, diffDumps, dumpClouds } from "../cloud-dump";
import { interruptOnOutput } from "../interrupt";
import type { Step } from "../step";
import { buildRoleCommand, type Log, type RunningCommand, type Workspace } from "../workspace";

const upCommand = ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"];
const updateCount = 8;

export const concurrentUpdates: Step = {
    title: "two updates at once: the second is refused; of eight no two run",
    extended: true,
    async run(workspace, log) {
        await workspace.run(["./devmin", "lease", "extend", "5h"], log); // what they all are to update
        const succeeded = await runConcurrentUpdates(workspace, log);
        await interruptOnOutput(
            workspace,
            buildRoleCommand("demo", upCommand),
            /^Updating/,
            (held) => assertOthersRefused(workspace, held, log),
            log,
        );
        assert.deepEqual(await listLocks(readEnvironment(workspace.tree, "local"), "demo"), []);
        await workspace.runAs("demo", ["pulumi", "preview", "-C", "demo", "--expect-no-changes"], log);
        return `of ${updateCount} at once ${succeeded} ran, the others changed nothing; while one holds the lock another and recover are refused`;
    },
};

/**
 * Starts all at once, and resolves with how many ran, one after the other. Pulumi lists the locks, writes its own, and lists
 * again; who sees another's goes. So it may be that none runs, and never that two do.
 */
async function runConcurrentUpdates(workspace: Workspace, log: Log): Promise<number> {
    const session = await getRoleSession(readEnvironment(workspace.tree, "local"), "deploy-demo");
    assert.ok(session);
    const variables = { ...workspace.env, ...toCredentialVariables(session) };
    const before = await listUpdates(workspace);
    const racing = Array.from({ length: updateCount }, () => workspace.exec(upCommand, { log, env: variables }));
    const ran = (await Promise.all(racing)).filter(({ exitCode }) => exitCode === 0).length;
    const updates = (await listUpdates(workspace)).slice(before.length);
    assert.equal(updates.length, ran, "who was refused updated nothing");
    for (const [index, { startTime }] of updates.entries()) {
        const earlier = updates[index - 1];
        assert.ok(!earlier || startTime >= earlier.endTime, `two updates ran at once: ${JSON.stringify(updates)}`);
    }
    return ran;
}

/** What Pulumi noted of demo's updates, the first one first; times to the second. */
async function listUpdates(workspace: Workspace): Promise<{ startTime: string; endTime: string }[]> {
    return JSON.parse(
        await workspace.run(["pulumi", "stack", "history", "--json", "--page-size", "1000", "-C", "demo"], () => {}),
    ).reverse();
}

/** Stops an update that has the lock: another one and recover are refused, both name it, and the clouds stay as they are. */
async function assertOthersRefused(workspace: Workspace, heldUpdate: RunningCommand, log: Log): Promise<void> {
    heldUpdate.signal("SIGSTOP");
    const locks = await listLocks(readEnvironment(workspace.tree, "local"), "demo");
    assert.deepEqual(
        locks.map(({ holder }) => holder.pid),
        [heldUpdate.pid],
    );
    const before = await dumpClouds(workspace.home);
    const refusal = await workspace.expectRefusal(buildRoleCommand("demo", upCommand), log);
    assert.match(refusal, new RegExp(`locked by 1 lock.* created by .* \\(pid ${heldUpdate.pid}\\)`, "s"));
    const recoverOutput = await workspace.expectRefusal(["./devmin", "recover", "demo"], log);
    assert.match(
        recoverOutput,
        new RegExp(`demo is locked by .*process ${heldUpdate.pid},.* and that process is running: wait for it`),
    );
    const changes = diffDumps(before, await dumpClouds(workspace.home)).filter(
        (change) => !backgroundChangePattern.test(change),
    );
    assert.deepEqual(changes, []);
    heldUpdate.signal("SIGCONT");
}
