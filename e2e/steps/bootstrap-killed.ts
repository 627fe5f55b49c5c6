import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildStatePath, listLocalLocks } from "../../ops/pulumi/state";
import type { Deployment } from "../../ops/recovery/pending-creates";
import { dumpClouds } from "../cloud-dump";
import { getAwsPid, interruptOnOutput } from "../interrupt";
import type { Step } from "../step";
import type { RunningCommand, Workspace } from "../workspace";

export const bootstrapKilled: Step = {
    title: "a bootstrap is killed while AWS makes what it asked for; the next one goes on with that",
    extended: true,
    async run(workspace, log) {
        let pending: string[] = [];
        const kill = async (command: RunningCommand) => {
            pending = await killWhileAwsCreates(workspace, command);
        };
        await interruptOnOutput(workspace, ["./devmin", "bootstrap"], / aws:\w+:\w+ \S+ creating/, kill, log);
        const output = await workspace.run(["./devmin", "bootstrap"], log);
        assert.match(output, /removed the lock of a process that has ended/);
        for (const name of pending) assert.ok(output.includes(`importing ${name} as`), `${name} is imported`);
        return `killed with ${pending.join(", ")} made and not yet known to the state: the next one took them in`;
    },
};

/**
 * Lets AWS answer what a bootstrap asks it for only once the bootstrap can't hear it any more, and kills that. Returns the
 * names of what was on its way.
 */
async function killWhileAwsCreates(workspace: Workspace, command: RunningCommand): Promise<string[]> {
    const aws = await getAwsPid(workspace);
    const [lock] = listLocalLocks(getLocalStateFolder(workspace));
    assert.ok(lock, "it holds the lock of its local state");
    const update = lock.holder.pid;
    process.kill(aws, "SIGSTOP");
    try {
        await waitUntilStable(async () => listPendingCreates(workspace).join(), "the state tells what is on its way");
        process.kill(update, "SIGSTOP"); // not the providers, which go on with what they were asked for
        process.kill(aws, "SIGCONT");
        await waitUntilStable(
            async () => JSON.stringify(await dumpClouds(workspace.home)),
            "AWS has nothing more to do",
        );
    } finally {
        process.kill(aws, "SIGCONT");
        command.signal("SIGKILL");
        process.kill(update, "SIGKILL");
    }
    return listPendingCreates(workspace);
}

/** Where core's state is until there is a bucket. */
const getLocalStateFolder = (workspace: Workspace) => join(workspace.tree, ".sandbox", "state");

/** The names of the resources whose creation the local state tells the begin of, and no end. */
function listPendingCreates(workspace: Workspace): string[] {
    const file = join(getLocalStateFolder(workspace), buildStatePath("core", "local"));
    const { pending_operations: pending = [] }: Deployment = JSON.parse(readFileSync(file, "utf8")).checkpoint.latest;
    return pending.flatMap(({ resource: { urn, custom } }) => (custom ? [urn.split("::").at(-1) ?? ""] : []));
}

/** Resolves once what is told is something, and the same twice. */
async function waitUntilStable(probe: () => Promise<string>, what: string): Promise<void> {
    const end = Date.now() + 60_000;
    for (let [before, now] = ["", await probe()]; !now || now !== before; [before, now] = [now, await probe()]) {
        if (Date.now() > end) throw new Error(`waited a minute, and it is not so that ${what}`);
        await sleep(300);
    }
}
