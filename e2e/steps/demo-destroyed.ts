import assert from "node:assert/strict";
import { recordCalls } from "../../local-cloud";
import { diffDumps, dumpClouds } from "../cloud-dump";
import { type EvidenceVersion, listEvidenceVersions } from "../evidence-versions";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

/** What deploying and destroying demo may leave, and why; all else must be as it was. */
const allowedLeftovers: { what: RegExp; why: string }[] = [
    { what: /^. aws\/objects\/.*devmin-core-local-state-/, why: "Pulumi's states, their versions and their histories" },
    { what: /^\+ aws\/objects\/.*devmin-core-local-evidence-/, why: "evidence" },
    {
        what: /^\+ kafka\/lkc-\w+\/topics\/__consumer_offsets\//,
        why: "the broker's own topic, created when the first group reads",
    },
    { what: /^. kafka\/lkc-\w+\/groups/, why: "an empty consumer group; the broker forgets it after some time" },
];

export const demoDestroyed: Step = {
    title: "destroying demo leaves only evidence",
    async run(workspace, log) {
        const evidence = await listEvidenceVersions(workspace);
        await recordCalls(workspace, "destroy", () =>
            workspace.runAs("demo", ["pulumi", "destroy", "-C", "demo", "--yes"], log),
        );
        const changes = await listChangesSinceBeforeDemo(workspace);
        assert.deepEqual(changes, []);
        assertEvidenceUnchanged(evidence, await listEvidenceVersions(workspace));
        return `the clouds are as before demo was deployed; ${evidence.length} objects of evidence have the same hash and version`;
    },
};

/** What differs from before demo was deployed, except for the allowed leftovers. */
export async function listChangesSinceBeforeDemo(workspace: Workspace): Promise<string[]> {
    const changes = diffDumps(workspace.dumpBeforeDemo ?? {}, await dumpClouds(workspace.home));
    return changes.filter((change) => !allowedLeftovers.some(({ what }) => what.test(change)));
}

export function assertEvidenceUnchanged(before: EvidenceVersion[], after: EvidenceVersion[]): void {
    assert.deepEqual(after.slice(0, before.length), before, "evidence was altered");
}
