import assert from "node:assert/strict";
import { listLocks } from "../../ops/pulumi/locks";
import { interruptOnOutput } from "../interrupt";
import type { Step } from "../step";
import { findLayerResources } from "../untracked-resources";
import { buildRoleCommand, type RunningCommand } from "../workspace";

const upCommand = ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"];

export const updateKilled: Step = {
    title: "recover removes the lock of a killed update",
    extended: true,
    async run(workspace, log) {
        const { env, aws } = workspace.connect();
        let killed: number | undefined;
        const kill = (update: RunningCommand) => {
            killed = update.pid;
            update.signal("SIGKILL");
        };
        await interruptOnOutput(
            workspace,
            buildRoleCommand("demo", upCommand),
            /aws:ec2:Subnet \S+ creating/,
            kill,
            log,
        );

        const [lock] = await listLocks(env, aws, "demo");
        assert.ok(lock, "a killed update leaves its lock");
        const { username, hostname, pid } = lock.holder;
        assert.equal(pid, killed);
        const refusal = await workspace.expectRefusal(buildRoleCommand("demo", upCommand), log);
        assert.ok(refusal.includes(`created by ${username}@${hostname} (pid ${pid})`), refusal);
        const refused = await workspace.expectRefusal(["./devmin", "destroy", "demo", "--yes"], log);
        assert.match(refused, /that process has ended: run \.\/devmin recover demo, then the same command again\./);

        const output = await workspace.run(["./devmin", "recover", "demo"], log);
        assert.ok(output.includes(`removed the lock of ${username}@${hostname} (process ${pid},`), output);
        assert.deepEqual(await listLocks(env, aws, "demo"), []);
        const { resources, untracked } = await findLayerResources(env, aws, "demo");
        assert.ok(resources.length > 0);
        assert.deepEqual(untracked, [], "the state has what was created");
        return `killed with ${resources.length} network resources created: the lock of process ${pid} named and removed, all resources in the state`;
    },
};
