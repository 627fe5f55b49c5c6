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
    title: "the next bootstrap continues after one killed while AWS creates resources",
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
        return `killed after AWS created ${pending.join(", ")}, before the state had them: the next bootstrap imported them`;
    },
};

/**
 * Suspends AWS until the bootstrap is suspended too, so that AWS creates resources whose answers the bootstrap never reads; then
 * kills the bootstrap. Returns the names of those resources.
 */
async function killWhileAwsCreates(workspace: Workspace, command: RunningCommand): Promise<string[]> {
    const aws = await getAwsPid(workspace);
    const [lock] = listLocalLocks(getLocalStateFolder(workspace));
    assert.ok(lock, "the bootstrap holds the lock of its local state");
    const update = lock.holder.pid;
    process.kill(aws, "SIGSTOP");
    try {
        await waitUntilStable(async () => listPendingCreates(workspace).join(), "the state lists pending creates");
        process.kill(update, "SIGSTOP"); // not the providers, which finish their requests
        process.kill(aws, "SIGCONT");
        await waitUntilStable(
            async () => JSON.stringify(await dumpClouds(workspace.home)),
            "AWS has finished its requests",
        );
    } finally {
        process.kill(aws, "SIGCONT");
        command.signal("SIGKILL");
        process.kill(update, "SIGKILL");
    }
    return listPendingCreates(workspace);
}

/** Core's state until there is a bucket. */
const getLocalStateFolder = (workspace: Workspace) => join(workspace.tree, ".sandbox", "state");

/** What AWS creates a second time, or refuses, when it is asked again; a bucket's settings are only set again. */
const createdOnce = /::(\S+\$)?aws:(s3\/bucket:Bucket|iam\/policy:Policy|kms\/key:Key)::/;

/** The names of the resources whose creation the local state has as pending, and that exist once it was carried out. */
function listPendingCreates(workspace: Workspace): string[] {
    const file = join(getLocalStateFolder(workspace), buildStatePath("core", "local"));
    const { pending_operations: pending = [] }: Deployment = JSON.parse(readFileSync(file, "utf8")).checkpoint.latest;
    return pending.flatMap(({ resource: { urn, custom } }) =>
        custom && createdOnce.test(urn) ? [urn.split("::").at(-1) ?? ""] : [],
    );
}

/** Resolves once the probe answers the same non-empty text twice. */
async function waitUntilStable(probe: () => Promise<string>, what: string): Promise<void> {
    const end = Date.now() + 60_000;
    for (let [before, now] = ["", await probe()]; !now || now !== before; [before, now] = [now, await probe()]) {
        if (Date.now() > end) throw new Error(`not true after 60 s: ${what}`);
        await sleep(300);
    }
}
