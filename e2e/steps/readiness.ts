import assert from "node:assert/strict";
import { S3Client } from "@aws-sdk/client-s3";
import { type AuditEntry, parseAuditEntry } from "../../ops/audit/entry";
import type { CheckStatus } from "../../ops/checks/status";
import { readObjectBytes } from "../../ops/clients/aws";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

export const readiness: Step = {
    title: "verify passes and adds an entry to the audit log",
    async run(workspace, log) {
        const output = await workspace.run(["./devmin", "verify"], log);
        const entry = await readAuditEntry(workspace, Number(/^entry (\d+) of the audit log/m.exec(output)?.[1]));
        assert.equal(entry.kind, "verify");
        assert.equal(entry.verdict, "pass");
        // Core and demo were deployed by ./devmin, and kafka by pulumi alone.
        for (const layer of ["core", "demo"]) assert.match(output, buildVerdictPattern("pass", layer));
        assert.match(output, buildVerdictPattern("skipped", "kafka"));
        assert.match(output, /last update of kafka has no deployment record: \.\/devmin up kafka/);
        const [count] = /^\d+ pass, 0 fail, .*$/m.exec(output) ?? assert.fail(output);
        return `${count}; the verdict is entry ${entry.number} of the audit log`;
    },
};

/** The line of verify about the policy pack and a layer's last update. */
const buildVerdictPattern = (status: CheckStatus, layer: string) =>
    new RegExp(`^${status} +the policy pack evaluated the last update of ${layer}`, "m");

/** An entry of the workspace's audit log. */
export async function readAuditEntry(workspace: Workspace, number: number): Promise<AuditEntry> {
    const { env, aws } = workspace.connect();
    const key = `chain/${String(number).padStart(6, "0")}.json`;
    return parseAuditEntry(
        Buffer.from(await readObjectBytes(aws.create(S3Client), env.evidenceBucket, key)).toString("utf8"),
    );
}
