import assert from "node:assert/strict";
import { getAwsPid, interruptOnOutput } from "../interrupt";
import type { Step } from "../step";
import { buildRoleCommand, type RunningCommand } from "../workspace";
import { listTaskStatuses } from "./demo-up";

const upCommand = ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"];

export const awsKilled: Step = {
    title: "demo recovers when AWS and an update are killed together",
    extended: true,
    async run(workspace, log) {
        const pid = await getAwsPid(workspace);
        const kill = (update: RunningCommand) => {
            process.kill(pid, "SIGKILL");
            update.signal("SIGKILL"); // otherwise it tries for minutes to write its state, and leaves its lock anyway
        };
        await interruptOnOutput(
            workspace,
            buildRoleCommand("demo", upCommand),
            /aws:ecs:Service pulse creating/,
            kill,
            log,
        );
        const condition = await workspace.expectRefusal(["./devmin", "sandbox", "status"], log);
        assert.match(condition, /^aws +down/m);

        const output = await workspace.run(["./devmin", "sandbox", "start"], log);
        assert.match(output, /aws answers/);
        assert.match(output, /the last update of demo did not finish: repairing its state/);
        await workspace.runAs("demo", upCommand, log);
        await workspace.runAs("demo", ["pulumi", "preview", "-C", "demo", "--expect-no-changes"], log);
        assert.deepEqual(await listTaskStatuses(workspace), ["RUNNING"]);
        return "AWS restarted with its data, demo's state was repaired, the next update created the rest";
    },
};
