import assert from "node:assert/strict";
import { getRoleSession, toCredentialVariables } from "../../ops/clients/assume-role";
import { listLocks } from "../../ops/pulumi/locks";
import { backgroundChangePattern, diffDumps, dumpClouds } from "../cloud-dump";
import { interruptOnOutput } from "../interrupt";
import type { Step } from "../step";
import { buildRoleCommand, type Log, type RunningCommand, type Workspace } from "../workspace";

const upCommand = ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"];
const updateCount = 8;

export const concurrentUpdates: Step = {
    title: "concurrent updates never run at the same time",
    extended: true,
    async run(workspace, log) {
        await workspace.run(["./devmin", "lease", "extend", "5h"], log); // the change all of them try to deploy
        const succeeded = await runConcurrentUpdates(workspace, log);
        await interruptOnOutput(
            workspace,
            buildRoleCommand("demo", upCommand),
            /^Updating/,
            (held) => assertOthersRefused(workspace, held, log),
            log,
        );
        const { env, aws } = workspace.connect();
        assert.deepEqual(await listLocks(env, aws, "demo"), []);
        await workspace.runAs("demo", ["pulumi", "preview", "-C", "demo", "--expect-no-changes"], log);
        return `${succeeded} of ${updateCount} simultaneous updates ran, the others changed nothing; while one holds the lock, another update and recover are refused`;
    },
};

/**
 * Starts all at once, and resolves with how many ran, one after the other. Pulumi lists the locks, writes its own, lists again,
 * and gives up if there is another one. So it may be that none runs, but never that two do.
 */
async function runConcurrentUpdates(workspace: Workspace, log: Log): Promise<number> {
    const session = await getRoleSession(workspace.connect().env, "deploy-demo");
    assert.ok(session);
    const variables = { ...workspace.env, ...toCredentialVariables(session) };
    const before = await listUpdates(workspace);
    const racing = Array.from({ length: updateCount }, () => workspace.exec(upCommand, { log, env: variables }));
    const ran = (await Promise.all(racing)).filter(({ exitCode }) => exitCode === 0).length;
    const updates = (await listUpdates(workspace)).slice(before.length);
    assert.equal(updates.length, ran, "a refused update changes nothing");
    for (const [index, { startTime }] of updates.entries()) {
        const earlier = updates[index - 1];
        assert.ok(
            !earlier || startTime >= earlier.endTime,
            `two updates ran at the same time: ${JSON.stringify(updates)}`,
        );
    }
    return ran;
}

/** Demo's updates from Pulumi's history, oldest first; times are in seconds. */
async function listUpdates(workspace: Workspace): Promise<{ startTime: string; endTime: string }[]> {
    return JSON.parse(
        await workspace.run(["pulumi", "stack", "history", "--json", "--page-size", "1000", "-C", "demo"], () => {}),
    ).reverse();
}

/** Suspends an update that holds the lock: another update and recover are refused, both name it, and nothing changes in the clouds. */
async function assertOthersRefused(workspace: Workspace, heldUpdate: RunningCommand, log: Log): Promise<void> {
    heldUpdate.signal("SIGSTOP");
    const { env, aws } = workspace.connect();
    const locks = await listLocks(env, aws, "demo");
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
