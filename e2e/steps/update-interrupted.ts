import assert from "node:assert/strict";
import { readAuditEntriesSince } from "../../ops/audit/log";
import { listAllStoredObjects } from "../../ops/audit/stored-entries";
import type { DeploymentRecord } from "../../ops/pulumi/deploy-layer";
import { listLocks } from "../../ops/pulumi/locks";
import { readStateSummary } from "../../ops/pulumi/state";
import { interruptOnOutput } from "../interrupt";
import type { Step } from "../step";
import type { RunningCommand } from "../workspace";

export const updateInterrupted: Step = {
    title: "Ctrl-C lets an update finish what it started and records it",
    extended: true,
    async run(workspace, log) {
        const { env, aws } = workspace.connect();
        const begin = new Date();
        const interrupt = (update: RunningCommand) => update.signal("SIGINT");
        const up = ["./devmin", "up", "demo", "--yes"];
        const { exitCode, output } = await interruptOnOutput(
            workspace,
            up,
            / aws:\w+:\w+ \S+ creating/,
            interrupt,
            log,
        );
        assert.equal(exitCode, 130, output);
        assert.match(
            output,
            /devmin up: pulumi up in demo was interrupted \(SIGINT\) and finished what it had started; run the same command again to continue\./,
        );

        assert.deepEqual(await listLocks(env, aws, "demo"), [], "the lock is free");
        assert.equal((await readStateSummary(env, aws, "demo"))?.pendingOperations, 0, "no operation is pending");
        const [entry] = await readAuditEntriesSince(env, aws, await listAllStoredObjects(env, aws), begin);
        assert.ok(entry);
        assert.deepEqual([entry.kind, entry.verdict], ["up", "fail"]);
        const { create = [] } = (entry.details as DeploymentRecord).did;
        return `${create.length} of demo's resources created, none pending, no lock left; audit log entry ${entry.number} records it`;
    },
};
