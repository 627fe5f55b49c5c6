import { type AuditEntry, listAuditEntriesSince } from "../audit/log";
import { type Layer, layerNames } from "../environment";
import type { DeploymentRecord } from "../pulumi/deploy-layer";
import { readStateObject } from "../pulumi/state";
import type { Check } from "./check";
import { SkippedError } from "./status";

/**
 * Nothing forces the policy pack on a plain `pulumi up`, which is allowed: what it did may be well, and nobody knows. One check a
 * layer, as each is updated on its own.
 */
export const deploymentRecordChecks: readonly Check[] = layerNames.map((layer) => ({
    claim: `the policy pack judged the last update of ${layer} before it was made`,
    async findProblems(env) {
        const state = await readStateObject(env, layer);
        const since = state?.LastModified ?? new Date(0); // a receipt is written once the state is
        return findDeploymentRecordProblems(layer, state?.VersionId, await listAuditEntriesSince(env, since));
    },
}));

/** What is wrong with the update that left this version of a layer's state, by what was written down since. */
export function findDeploymentRecordProblems(
    layer: Layer,
    state: string | undefined,
    entries: readonly AuditEntry[],
): string[] {
    const record = entries.findLast(({ kind, details }) => {
        const candidate = details as DeploymentRecord;
        return kind === "up" && candidate.layer === layer && candidate.state === state;
    });
    const command = `./devmin up ${layer}`;
    if (!record)
        throw new SkippedError(`last update of ${layer} has no receipt: ${command} previews it, and leaves one`);
    return record.verdict === "pass"
        ? []
        : [`the last update of ${layer} ended half way, says link ${record.number} of the evidence: run ${command}`];
}
