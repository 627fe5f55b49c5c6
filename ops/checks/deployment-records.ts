import type { AuditEntry } from "../audit/entry";
import { type Layer, layerNames } from "../environment";
import type { DeploymentRecord } from "../pulumi/deploy-layer";
import type { Check } from "./check";
import { SkippedError } from "./status";

/**
 * A plain `pulumi up` is allowed, and nothing forces the policy pack on it: whether its changes were evaluated is unknown. One
 * check per layer, because each is updated on its own.
 */
export const deploymentRecordChecks: readonly Check[] = layerNames.map((layer) => ({
    claim: `the policy pack evaluated the last update of ${layer} before it was applied`,
    layers: [layer],
    findProblems: async (_env, _outputs, { states, entries }) =>
        findDeploymentRecordProblems(layer, states[layer]?.version, entries),
}));

/** What is wrong with the update that left this version of a layer's state, according to the entries since then. */
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
        throw new SkippedError(
            `the last update of ${layer} has no deployment record: ${command} previews the layer, and writes one`,
        );
    return record.verdict === "pass"
        ? []
        : [
              `the last update of ${layer} failed half way, according to audit log entry ${record.number}: run ${command}`,
          ];
}
