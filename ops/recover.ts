import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "./environment";
import { clearLocks } from "./locks";
import { restoreState } from "./lost-state";
import { mend } from "./mend";
import { named } from "./named";
import { inPrivateFolder } from "./private-folder";
import type { Project, Pulumi, Say, Variables } from "./pulumi";
import { taggedFor } from "./tagged";

/**
 * After an update that was killed, or lost the state store on its way, or a state that was deleted: removes the locks its
 * dead process left, puts a state back that is gone, takes what was made but could not be written down into it, and
 * refreshes. Resolves with what only a look at the cloud can tell.
 */
export async function recover(env: Environment, pulumi: Pulumi, project: Project, say: Say): Promise<string[]> {
    for (const lock of await clearLocks(env, project)) say(`removed the lock of ${lock}`);
    const restored = await restoreState(env, project);
    if (restored) {
        const { versionId, at, resources } = restored;
        say(
            `the state of ${project} was gone: put back its version ${versionId} of ${at.toISOString()}, with ${resources} resources`,
        );
    }
    return takeIn(env, pulumi, project, say);
}

/**
 * Takes what was made and could not be written down into the state, and refreshes. Resolves with what only a look at the
 * cloud can tell.
 */
export async function takeIn(
    env: Environment,
    pulumi: Pulumi,
    project: Project,
    say: Say,
    variables?: Variables,
): Promise<string[]> {
    const { version, deployment } = JSON.parse(await pulumi(project, ["stack", "export"], { variables }));
    const there = project === "kafka" ? named : taggedFor;
    const { mended, found, open } = mend(deployment, env, await there(env, project));
    for (const { urn, id } of found) say(`${nameOf(urn)} goes on as ${id}, if it is there`);
    await inPrivateFolder(async (folder) => {
        const file = join(folder, "state.json");
        writeFileSync(file, JSON.stringify({ version, deployment: mended }));
        await pulumi(project, ["stack", "import", "--file", file], { variables });
    });
    // What was not made after all is not there, and so leaves the state again.
    await pulumi(project, ["refresh", "--yes", "--skip-preview"], { say, variables });
    return open.map(
        ({ urn, type, candidates }) =>
            `${type} ${nameOf(urn)} may have been made and is in no state: ` +
            `${candidates.length ? `if so it is one of ${candidates.join(", ")}` : "look for it by its name or tags"}, and remove it.`,
    );
}

const nameOf = (urn: string) => urn.split("::").at(-1);
