import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsClients } from "./clients/aws";
import type { Environment } from "./environment";
import type { Project } from "./projects";
import type { Log, PulumiCli, Variables } from "./pulumi/cli";
import { removeStaleLocks } from "./pulumi/locks";
import { readStateResources, type StateResource } from "./pulumi/state";
import { createTempFolder } from "./pulumi/temp-dir";
import {
    findDeletedResources,
    hasManagerKey,
    listResourcesInClusters,
    listStrandedResources,
    removeResources,
} from "./recovery/deleted-resources";
import { listByName } from "./recovery/find-by-name";
import { listByTags } from "./recovery/find-by-tags";
import { findHalfDoneRotations, formatHalfDoneRotation } from "./recovery/half-done-rotations";
import {
    deleteApiKey,
    findOrphanedKeys,
    formatOrphanedKey,
    formatOrphanedKeyAdvice,
    type ListedKey,
    listApiKeys,
} from "./recovery/orphaned-keys";
import { resolvePendingCreates } from "./recovery/pending-creates";
import { restoreState } from "./recovery/restore-state";

export interface RecoverOptions {
    log: Log;
    /** Called for each API key of kafka's that no state has: whether to delete it. */
    confirmDeletion(key: ListedKey): Promise<boolean>;
    /** Called before a version of the state is restored, after what it lacks was printed. */
    confirmRestore(): Promise<boolean>;
    /** What exists in the clouds and is not among these resources, a sentence each. */
    listMissing(resources: readonly StateResource[]): Promise<string[]>;
}

/**
 * Repairs a project after an update that was killed or lost the state store, or after its state was deleted or damaged: removes the
 * locks of dead processes, restores the state, imports what was created but not recorded, refreshes, and deletes the API keys that
 * no state has, where that is confirmed. Resolves with what has to be checked or ended by hand, one sentence each.
 */
export async function recover(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    project: Project,
    { log, confirmDeletion, confirmRestore, listMissing }: RecoverOptions,
): Promise<string[]> {
    for (const lock of await removeStaleLocks(env, aws, project)) log(`removed the lock of ${lock}`);
    const restored = await restoreState(env, aws, project, { log, confirm: confirmRestore, listMissing });
    if (restored) {
        const { versionId, at, resources } = restored;
        log(`restored version ${versionId} of ${at.toISOString()} with ${resources.length} resources`);
    }
    if (project !== "kafka") return importPendingCreates(env, aws, pulumi, project, log);
    const { removed, unread } = await findUnreadableResources(env, aws, log);
    const unresolved = await importPendingCreates(env, aws, pulumi, project, log, { removed, unread });
    if (unread.length)
        unresolved.push(
            "topics and ACLs were not compared with the cluster, because the manager's API key was deleted: ./devmin up kafka creates another one.",
        );
    const resources = (await readStateResources(env, aws, project)) ?? [];
    unresolved.push(...findHalfDoneRotations(resources).map((each) => `${formatHalfDoneRotation(each)}.`));
    for (const key of findOrphanedKeys(resources, await listApiKeys(env))) {
        if (await confirmDeletion(key)) {
            await deleteApiKey(env, key);
            log(`deleted API key ${key.id} (${key.name}), which was in no state`);
        } else unresolved.push(`${formatOrphanedKey(key)} ${formatOrphanedKeyAdvice(key)}`);
    }
    return unresolved;
}

/** Which topics and ACLs have to leave kafka's state, as their cluster is gone, and which have no key to read them with. */
async function findUnreadableResources(
    env: Environment,
    aws: AwsClients,
    log: Log,
): Promise<Record<"removed" | "unread", StateResource[]>> {
    const resources = (await readStateResources(env, aws, "kafka")) ?? [];
    const removed = listStrandedResources(resources, await findDeletedResources(env, resources));
    for (const { urn, id } of removed)
        log(`removing ${getResourceName(urn)} from the state: the cluster of ${id} is gone`);
    const rest = listResourcesInClusters(resources).filter((each) => !removed.includes(each));
    return { removed, unread: rest.length === 0 || (await hasManagerKey(env, resources)) ? [] : rest };
}

interface ImportOptions {
    /** What Pulumi runs with, besides the shell's variables. */
    variables?: Variables;
    /** Resources that leave the state. @default none */
    removed?: readonly StateResource[];
    /** Resources that stay in the state as they are. @default none */
    unread?: readonly StateResource[];
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
    { variables, removed = [], unread = [] }: ImportOptions = {},
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
    const resources = removeResources(resolvedDeployment.resources, removed);
    writeFileSync(file, JSON.stringify({ version, deployment: { ...resolvedDeployment, resources } }));
    await pulumi(project, ["stack", "import", "--file", file], { variables });
    // The refresh drops what was not created after all.
    const excluded = unread.flatMap(({ urn }) => ["--exclude", urn]);
    await pulumi(project, ["refresh", "--yes", "--skip-preview", ...excluded], { log, variables });
    return unresolved.map(
        ({ urn, type, candidates }) =>
            `${type} ${getResourceName(urn)} may have been created and is in no state: ` +
            `${candidates.length ? `if so, it is one of ${candidates.join(", ")}; delete it.` : "look for it by its name or tags, and delete it."}`,
    );
}

const getResourceName = (urn: string) => urn.split("::").at(-1);
