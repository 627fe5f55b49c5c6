import assert from "node:assert/strict";
import { differences, dump } from "../dump";
import { type Stored, storedIn } from "../evidence";
import type { Stage } from "../stage";
import type { Step } from "../step";

/** What a destroyed demo leaves, and why. */
const left: Record<string, RegExp> = {};

export const demoDown: Step = {
    title: "demo goes, and leaves nothing but evidence",
    async play(stage, say) {
        const evidence = await storedIn(stage);
        await stage.run(["pulumi", "destroy", "-C", "demo", "--yes"], say);
        const changes = await changesSinceBeforeDemo(stage);
        assert.deepEqual(changes, []);
        sameEvidence(evidence, await storedIn(stage));
        return `the clouds are as before demo came up; ${evidence.length} pieces of evidence unchanged by hash and version`;
    },
};

/** What is other than before demo came up, but for the named things. */
export async function changesSinceBeforeDemo(stage: Stage): Promise<string[]> {
    const changes = differences(stage.beforeDemo ?? {}, await dump(stage.home));
    return changes.filter((change) => !Object.values(left).some((pattern) => pattern.test(change)));
}

export function sameEvidence(before: Stored[], after: Stored[]): void {
    assert.deepEqual(after.slice(0, before.length), before, "evidence was altered");
}
