import assert from "node:assert/strict";
import { environmentAt } from "../../ops/environment";
import { taggedFor } from "../../ops/tagged";
import { storedIn } from "../evidence";
import { killWithUpdate, onceSaid } from "../moment";
import type { Step } from "../step";
import { changesSinceBeforeDemo } from "./demo-down";
import { linkOf } from "./readiness";

const destroy = ["./devmin", "destroy", "demo", "--yes"];

export const destroyKilled: Step = {
    title: "demo's destroy is killed half way; run again, it leaves nothing",
    further: true,
    async play(stage, say) {
        const env = environmentAt(stage.tree, "local");
        const evidence = await storedIn(stage);
        const kill = killWithUpdate(stage, "demo");
        await onceSaid(stage, destroy, /aws:ecs:Service pulse deleted/, kill, say);
        assert.ok((await taggedFor(env, "demo")).length > 0, "half of it stands");

        assert.match(await stage.refused(destroy, say), /that process is gone: run \.\/devmin recover demo/);
        await stage.run(["./devmin", "recover", "demo"], say);
        const told = await stage.run(destroy, say);
        assert.match(told, /what goes with demo of the stack local:/);
        assert.deepEqual(await changesSinceBeforeDemo(stage), []);
        const [, number] = /what went is link (\d+) of the evidence/.exec(told) ?? [];
        const { kind, verdict, details } = await linkOf(stage, Number(number));
        assert.deepEqual([kind, verdict, (details as { left: string[] }).left], ["destroy", "holds", []]);
        const kept = new Set((await storedIn(stage)).map((each) => JSON.stringify(each)));
        assert.deepEqual(
            evidence.filter((each) => !kept.has(JSON.stringify(each))),
            [],
            "evidence was altered",
        );
        assert.match(await stage.refused(destroy, say), /there is nothing to destroy: demo is not up\./);
        return `killed once its service was gone, recovered, destroyed: the clouds are as before demo came up; link ${number} says what went`;
    },
};
