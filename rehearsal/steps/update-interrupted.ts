import assert from "node:assert/strict";
import { environmentAt } from "../../ops/environment";
import { linksSince } from "../../ops/evidence";
import { locksOf } from "../../ops/locks";
import { stateInBucket } from "../../ops/state";
import type { Receipt } from "../../ops/update";
import { onceSaid } from "../moment";
import type { Running } from "../stage";
import type { Step } from "../step";

export const updateInterrupted: Step = {
    title: "Ctrl-C in an update: what it has begun is done, the rest is left, and its receipt says so",
    further: true,
    async play(stage, say) {
        const env = environmentAt(stage.tree, "local");
        const begin = new Date();
        const interrupt = (update: Running) => update.signal("SIGINT");
        const up = ["./devmin", "up", "demo", "--yes"];
        const { exitCode, output } = await onceSaid(stage, up, / aws:\w+:\w+ \S+ creating/, interrupt, say);
        assert.equal(exitCode, 130, output);
        assert.match(
            output,
            /devmin up: pulumi up in demo was interrupted \(SIGINT\) and ended what it had begun; the same again goes on\./,
        );

        assert.deepEqual(await locksOf(env, "demo"), [], "its lock is free");
        assert.equal((await stateInBucket(env, "demo"))?.pending, 0, "nothing is half done");
        const [link] = await linksSince(env, begin);
        assert.ok(link);
        assert.deepEqual([link.kind, link.verdict], ["up", "broken"]);
        const { create = [] } = (link.details as Receipt).did;
        return `${create.length} of demo's resources are made, none is half made, no lock is left; link ${link.number} says so`;
    },
};
