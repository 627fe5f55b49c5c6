import assert from "node:assert/strict";
import { listEvidenceVersions } from "../evidence-versions";
import type { Step } from "../step";
import { assertEvidenceUnchanged, listChangesSinceBeforeDemo } from "./demo-destroyed";
import { listTaskStatuses } from "./demo-up";

export const demoRecreated: Step = {
    title: "demo can be deployed and destroyed again at once",
    async run(workspace, log) {
        const evidence = await listEvidenceVersions(workspace);
        await workspace.runAs("demo", ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"], log);
        assert.deepEqual(await listTaskStatuses(workspace), ["RUNNING"]);
        await workspace.runAs("demo", ["pulumi", "destroy", "-C", "demo", "--yes", "--skip-preview"], log);
        assert.deepEqual(await listChangesSinceBeforeDemo(workspace), []);
        assertEvidenceUnchanged(evidence, await listEvidenceVersions(workspace));
        return "deployed and destroyed again with the same result";
    },
};
