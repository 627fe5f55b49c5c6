import assert from "node:assert/strict";
import { listEvidenceVersions } from "../evidence-versions";
import type { Step } from "../step";
import { assertEvidenceUnchanged, listChangesSinceBeforeDemo } from "./demo-destroyed";
import { listTaskStatuses } from "./demo-up";

export const demoRecreated: Step = {
    title: "demo comes up again at once, and goes",
    async run(workspace, log) {
        const evidence = await listEvidenceVersions(workspace);
        await workspace.runAs("demo", ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"], log);
        assert.deepEqual(await listTaskStatuses(workspace), ["RUNNING"]);
        await workspace.runAs("demo", ["pulumi", "destroy", "-C", "demo", "--yes", "--skip-preview"], log);
        assert.deepEqual(await listChangesSinceBeforeDemo(workspace), []);
        assertEvidenceUnchanged(evidence, await listEvidenceVersions(workspace));
        return "up and down again with the same result";
    },
};
