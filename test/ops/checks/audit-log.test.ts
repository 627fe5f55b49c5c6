import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listAllStoredObjects } from "../../../ops/audit/stored-entries";
import { auditLogCheck } from "../../../ops/checks/audit-log";
import type { CheckContext } from "../../../ops/checks/check";
import type { EnvironmentOutputs } from "../../../ops/layer-outputs";
import { awsClients } from "../../fake-aws";
import { startFakeBucket } from "../../fake-aws/bucket";

describe("the check of the audit log", () => {
    it("has the findings of the verification", async () => {
        const root = mkdtempSync(join(tmpdir(), "devmin-audit-"));
        const bucket = startFakeBucket({});
        const find = async () => {
            const storedLog = await listAllStoredObjects(bucket.env, awsClients);
            return auditLogCheck.findProblems(
                { ...bucket.env, root },
                {} as EnvironmentOutputs,
                { aws: awsClients, storedLog } as Partial<CheckContext> as CheckContext,
            );
        };
        try {
            assert.deepEqual(await find(), []);
            bucket.objects["chain/zzz.json"] = "{}";
            assert.deepEqual(await find(), ["chain/zzz.json is no entry of the log: devmin did not write it"]);
        } finally {
            bucket.stop();
            rmSync(root, { recursive: true });
        }
    });
});
