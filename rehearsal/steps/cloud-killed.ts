import assert from "node:assert/strict";
import { awsOf, onceSaid } from "../moment";
import { inRole, type Running } from "../stage";
import type { Step } from "../step";
import { runningTasks } from "./demo-up";

const up = ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"];

export const cloudKilled: Step = {
    title: "AWS and the next update are killed half way; both come back",
    further: true,
    async play(stage, say) {
        const pid = await awsOf(stage);
        const kill = (update: Running) => {
            process.kill(pid, "SIGKILL");
            update.signal("SIGKILL"); // left alone it tries for minutes to write its state, and then leaves its lock as well
        };
        await onceSaid(stage, inRole("demo", up), /aws:ecs:Service pulse creating/, kill, say);
        const condition = await stage.refused(["./devmin", "sandbox", "status"], say);
        assert.match(condition, /^aws +down/m);

        const told = await stage.run(["./devmin", "sandbox", "start"], say);
        assert.match(told, /aws answers/);
        assert.match(told, /the last update of demo did not come to its end: its state is mended/);
        await stage.as("demo", up, say);
        await stage.as("demo", ["pulumi", "preview", "-C", "demo", "--expect-no-changes"], say);
        assert.deepEqual(await runningTasks(stage), ["RUNNING"]);
        return "AWS came back with all it had, demo's state was mended, the next update made the rest";
    },
};
