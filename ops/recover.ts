import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "./environment";
import type { Log, Project, PulumiCli, Variables } from "./pulumi/cli";
import { removeStaleLocks } from "./pulumi/locks";
import { useTempFolder } from "./pulumi/temp-dir";
import { listByName } from "./recovery/find-by-name";
import { listByTags } from "./recovery/find-by-tags";
import { resolvePendingCreates } from "./recovery/pending-creates";
import { restoreState } from "./recovery/restore-state";

/**
 * After an update that was killed, or lost the state store on its way, or a state that was deleted: removes the locks its
 * dead process left, puts a state back that is gone, takes what was made but could not be written down into it, and
 * refreshes. Resolves with what only a look at the cloud can tell.
 */
export async function recover(env: Environment, pulumi: PulumiCli, project: Project, log: Log): Promise<string[]> {
    for (const lock of await removeStaleLocks(env, project)) log(`removed the lock of ${lock}`);
    const restored = await restoreState(env, project);
    if (restored) {
        const { versionId, at, resources } = restored;
        log(
            `the state of ${project} was gone: put back its version ${versionId} of ${at.toISOString()}, with ${resources} resources`,
        );
    }
    return importPendingCreates(env, pulumi, project, log);
}

/**
 * Takes what was made and could not be written down into the state, and refreshes. Resolves with what only a look at the
 * cloud can tell.
 */
export async function importPendingCreates(
    env: Environment,
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
    } = resolvePendingCreates(deployment, env, await listDiscovered(env, project));
    for (const { urn, id } of adopted) log(`${getResourceName(urn)} goes on as ${id}, if it is there`);
    await useTempFolder(async (folder) => {
        const file = join(folder, "state.json");
        writeFileSync(file, JSON.stringify({ version, deployment: resolvedDeployment }));
        await pulumi(project, ["stack", "import", "--file", file], { variables });
    });
    // What was not made after all is not there, and so leaves the state again.
    await pulumi(project, ["refresh", "--yes", "--skip-preview"], { log, variables });
    return unresolved.map(
        ({ urn, type, candidates }) =>
            `${type} ${getResourceName(urn)} may have been made and is in no state: ` +
            `${candidates.length ? `if so it is one of ${candidates.join(", ")}` : "look for it by its name or tags"}, and remove it.`,
    );
}

const getResourceName = (urn: string) => urn.split("::").at(-1);
