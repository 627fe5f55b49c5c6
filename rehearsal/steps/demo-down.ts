import assert from "node:assert/strict";
import { recordCalls } from "../../sandbox";
import { differences, dump } from "../dump";
import { type Stored, storedIn } from "../evidence";
import type { Stage } from "../stage";
import type { Step } from "../step";

/** What the life of a demo leaves, and why; all else must be as it was. */
const left: { what: RegExp; why: string }[] = [
    { what: /^. aws\/objects\/.*devmin-core-local-state-/, why: "Pulumi's states, their versions and their histories" },
    { what: /^\+ aws\/objects\/.*devmin-core-local-evidence-/, why: "evidence" },
    {
        what: /^\+ kafka\/lkc-\w+\/topics\/__consumer_offsets\//,
        why: "the broker's own topic, made when the first group reads",
    },
    { what: /^. kafka\/lkc-\w+\/groups/, why: "an empty consumer group; the broker forgets it after some time" },
];

export const demoDown: Step = {
    title: "demo goes, and leaves nothing but evidence",
    async play(stage, say) {
        const evidence = await storedIn(stage);
        await recordCalls(stage, "destroy", () => stage.as("demo", ["pulumi", "destroy", "-C", "demo", "--yes"], say));
        const changes = await changesSinceBeforeDemo(stage);
        assert.deepEqual(changes, []);
        sameEvidence(evidence, await storedIn(stage));
        return `the clouds are as before demo came up; ${evidence.length} pieces of evidence unchanged by hash and version`;
    },
};

/** What is other than before demo came up, but for the named things. */
export async function changesSinceBeforeDemo(stage: Stage): Promise<string[]> {
    const changes = differences(stage.beforeDemo ?? {}, await dump(stage.home));
    return changes.filter((change) => !left.some(({ what }) => what.test(change)));
}

export function sameEvidence(before: Stored[], after: Stored[]): void {
    assert.deepEqual(after.slice(0, before.length), before, "evidence was altered");
}
