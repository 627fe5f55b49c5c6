import assert from "node:assert/strict";
import { recordCalls } from "../../local-cloud";
import { diffDumps, dumpClouds } from "../cloud-dump";
import { type EvidenceVersion, listEvidenceVersions } from "../evidence-versions";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

/** What the life of a demo leaves, and why; all else must be as it was. */
const allowedLeftovers: { what: RegExp; why: string }[] = [
    { what: /^. aws\/objects\/.*devmin-core-local-state-/, why: "Pulumi's states, their versions and their histories" },
    { what: /^\+ aws\/objects\/.*devmin-core-local-evidence-/, why: "evidence" },
    {
        what: /^\+ kafka\/lkc-\w+\/topics\/__consumer_offsets\//,
        why: "the broker's own topic, made when the first group reads",
    },
    { what: /^. kafka\/lkc-\w+\/groups/, why: "an empty consumer group; the broker forgets it after some time" },
];

export const demoDestroyed: Step = {
    title: "demo goes, and leaves nothing but evidence",
    async run(workspace, log) {
        const evidence = await listEvidenceVersions(workspace);
        await recordCalls(workspace, "destroy", () =>
            workspace.runAs("demo", ["pulumi", "destroy", "-C", "demo", "--yes"], log),
        );
        const changes = await listChangesSinceBeforeDemo(workspace);
        assert.deepEqual(changes, []);
        assertEvidenceUnchanged(evidence, await listEvidenceVersions(workspace));
        return `the clouds are as before demo came up; ${evidence.length} pieces of evidence unchanged by hash and version`;
    },
};

/** What is other than before demo came up, but for the named things. */
export async function listChangesSinceBeforeDemo(workspace: Workspace): Promise<string[]> {
    const changes = diffDumps(workspace.dumpBeforeDemo ?? {}, await dumpClouds(workspace.home));
    return changes.filter((change) => !allowedLeftovers.some(({ what }) => what.test(change)));
}

export function assertEvidenceUnchanged(before: EvidenceVersion[], after: EvidenceVersion[]): void {
    assert.deepEqual(after.slice(0, before.length), before, "evidence was altered");
}
