import assert from "node:assert/strict";
import { setUnavailableCapacity } from "../../local-cloud";
import { getLocalCloud } from "../cloud-dump";
import { listEvidenceVersions } from "../evidence-versions";
import { createGuardDutyEndpoint } from "../guard-duty";
import type { Step } from "../step";
import { assertEvidenceUnchanged, listChangesSinceBeforeDemo } from "./demo-destroyed";
import { listTaskStatuses } from "./demo-up";

export const demoRecreated: Step = {
    title: "demo can be deployed and destroyed again at once",
    async run(workspace, log) {
        const evidence = await listEvidenceVersions(workspace);
        const cloud = await getLocalCloud(workspace.home);
        await setUnavailableCapacity(cloud, ["FARGATE_SPOT"]);
        try {
            await workspace.run(["pulumi", "config", "set", "-C", "demo", "capacity", "onDemand"], log);
            await workspace.runAs("demo", ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"], log);
            assert.deepEqual(await listTaskStatuses(workspace), ["RUNNING"]);
        } finally {
            await workspace.run(["pulumi", "config", "rm", "-C", "demo", "capacity"], log);
            await setUnavailableCapacity(cloud, []);
        }
        await createGuardDutyEndpoint(workspace);
        await workspace.runAs("demo", ["pulumi", "destroy", "-C", "demo", "--yes", "--skip-preview"], log);
        assert.deepEqual(await listChangesSinceBeforeDemo(workspace), []);
        assertEvidenceUnchanged(evidence, await listEvidenceVersions(workspace));
        return "deployed on demand, as Spot had no capacity, and destroyed again with the same result, and with what GuardDuty adds";
    },
};
