import assert from "node:assert/strict";
import { environmentAt } from "../../ops/environment";
import { locksOf } from "../../ops/locks";
import { onceSaid } from "../moment";
import { inRole, type Running } from "../stage";
import type { Step } from "../step";
import { madeFor } from "../unknown";

const up = ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"];

export const updateKilled: Step = {
    title: "an update is killed: the next one names whose lock is left, and recover takes it",
    further: true,
    async play(stage, say) {
        const env = environmentAt(stage.tree, "local");
        let killed: number | undefined;
        const kill = (update: Running) => {
            killed = update.pid;
            update.signal("SIGKILL");
        };
        await onceSaid(stage, inRole("demo", up), /aws:ec2:Subnet \S+ creating/, kill, say);

        const [lock] = await locksOf(env, "demo");
        assert.ok(lock, "a killed update leaves its lock");
        const { username, hostname, pid } = lock.holder;
        assert.equal(pid, killed);
        const refusal = await stage.refused(inRole("demo", up), say);
        assert.ok(refusal.includes(`created by ${username}@${hostname} (pid ${pid})`), refusal);
        const refused = await stage.refused(["./devmin", "destroy", "demo", "--yes"], say);
        assert.match(refused, /that process is gone: run \.\/devmin recover demo, and then this again\./);

        const told = await stage.run(["./devmin", "recover", "demo"], say);
        assert.ok(told.includes(`removed the lock of ${username}@${hostname} (process ${pid},`), told);
        assert.deepEqual(await locksOf(env, "demo"), []);
        const { made, unknown } = await madeFor(env, "demo");
        assert.ok(made.length > 0);
        assert.deepEqual(unknown, [], "what was made is in the state");
        return `killed with ${made.length} parts of the network there: the lock of process ${pid} named and removed, all of it in the state`;
    },
};
