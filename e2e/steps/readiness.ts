import assert from "node:assert/strict";
import { type AuditEntry, readObjectBytes } from "../../ops/audit/log";
import type { CheckStatus } from "../../ops/checks/status";
import { createS3Client } from "../../ops/clients/aws";
import { readEnvironment } from "../../ops/environment";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

export const readiness: Step = {
    title: "verify passes and adds an entry to the audit log",
    async run(workspace, log) {
        const output = await workspace.run(["./devmin", "verify"], log);
        const entry = await readAuditEntry(workspace, Number(/^entry (\d+) of the audit log/m.exec(output)?.[1]));
        assert.equal(entry.kind, "verify");
        assert.equal(entry.verdict, "holds");
        // Core and demo were deployed with ./devmin, and kafka with pulumi alone.
        for (const layer of ["core", "demo"]) assert.match(output, buildVerdictPattern("holds", layer));
        assert.match(output, buildVerdictPattern("not exercised here", "kafka"));
        assert.match(output, /last update of kafka has no receipt: \.\/devmin up kafka/);
        const [count] = output.match(/\d+ hold, 0 broken, \d+ not exercised here/) ?? [];
        return `${count}; the verdict is entry ${entry.number} of the audit log`;
    },
};

/** The line of verify about the policy pack and a layer's last update. */
const buildVerdictPattern = (status: CheckStatus, layer: string) =>
    new RegExp(`^${status} +the policy pack judged the last update of ${layer}`, "m");

/** An entry of the workspace's audit log. */
export async function readAuditEntry(workspace: Workspace, number: number): Promise<AuditEntry> {
    const env = readEnvironment(workspace.tree, "local");
    const key = `chain/${String(number).padStart(6, "0")}.json`;
    return JSON.parse(
        Buffer.from(await readObjectBytes(createS3Client(env), env.evidenceBucket, key)).toString("utf8"),
    );
}
