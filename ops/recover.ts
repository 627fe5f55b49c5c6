import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsClients } from "./clients/aws";
import type { Environment } from "./environment";
import type { Project } from "./projects";
import type { Log, PulumiCli, Variables } from "./pulumi/cli";
import { removeStaleLocks } from "./pulumi/locks";
import { createTempFolder } from "./pulumi/temp-dir";
import { listByName } from "./recovery/find-by-name";
import { listByTags } from "./recovery/find-by-tags";
import { findOrphanedKeys, formatOrphanedKey, listApiKeys } from "./recovery/orphaned-keys";
import { resolvePendingCreates } from "./recovery/pending-creates";
import { restoreState } from "./recovery/restore-state";

/**
 * Repairs a project after an update that was killed or lost the state store, or after its state was deleted: removes the locks
 * of dead processes, restores a missing state, imports what was created but not recorded, and refreshes. Resolves with what has
 * to be checked in the cloud by hand, one sentence each.
 */
export async function recover(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    project: Project,
    log: Log,
): Promise<string[]> {
    for (const lock of await removeStaleLocks(env, aws, project)) log(`removed the lock of ${lock}`);
    const restored = await restoreState(env, aws, project);
    if (restored) {
        const { versionId, at, resources } = restored;
        log(
            `the state of ${project} was missing: restored version ${versionId} of ${at.toISOString()} with ${resources} resources`,
        );
    }
    return importPendingCreates(env, aws, pulumi, project, log);
}

/**
 * Imports what was created but not recorded into the state, and refreshes. Resolves with what has to be checked in the cloud
 * by hand, one sentence each.
 */
export async function importPendingCreates(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    project: Project,
    log: Log,
    variables?: Variables,
): Promise<string[]> {
    const { version, deployment } = JSON.parse(await pulumi(project, ["stack", "export"], { variables }));
    const listDiscovered = project === "kafka" ? listByName : listByTags;
    const {
        deployment: resolvedDeployment,
        adopted,
        unresolved,
    } = resolvePendingCreates(deployment, env, await listDiscovered(env, aws, project));
    for (const { urn, id } of adopted) log(`importing ${getResourceName(urn)} as ${id}, if it exists`);
    using folder = createTempFolder();
    const file = join(folder.path, "state.json");
    writeFileSync(file, JSON.stringify({ version, deployment: resolvedDeployment }));
    await pulumi(project, ["stack", "import", "--file", file], { variables });
    // The refresh drops what was not created after all.
    await pulumi(project, ["refresh", "--yes", "--skip-preview"], { log, variables });
    const uncertain = unresolved.map(
        ({ urn, type, candidates }) =>
            `${type} ${getResourceName(urn)} may have been created and is in no state: ` +
            `${candidates.length ? `if so, it is one of ${candidates.join(", ")}; delete it.` : "look for it by its name or tags, and delete it."}`,
    );
    const orphanedKeys = project === "kafka" ? findOrphanedKeys(resolvedDeployment, await listApiKeys(env)) : [];
    return [...uncertain, ...orphanedKeys.map((key) => formatOrphanedKey(key))];
}

const getResourceName = (urn: string) => urn.split("::").at(-1);
