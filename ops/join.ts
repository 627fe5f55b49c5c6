import { namesKey } from "./bootstrap";
import { callerIn } from "./clouds";
import { type Environment, secretsProviderOf } from "./environment";
import { type Project, type Pulumi, PulumiFailure, projects, type Say } from "./pulumi";
import { stateInBucket } from "./state";

/** What a project looked like from here. */
export interface Joined {
    project: Project;
    /** What is wrong, in a sentence; undefined when its preview shows no change. */
    problem?: string;
    isUp: boolean;
}

/**
 * Takes up an environment that somebody else brought up, on a fresh clone with its configuration and with credentials of
 * one's own: selects every stack and previews every layer that is up. Changes nothing in a cloud.
 */
export async function join(env: Environment, pulumi: Pulumi, say: Say): Promise<Joined[]> {
    await callerIn(env);
    if (!(await stateInBucket(env, "core"))) {
        throw new Error(`${env.stateBucket} holds no state of core: bring the environment up with ./devmin bootstrap.`);
    }
    for (const project of projects.filter((each) => !namesKey(env, each))) {
        throw new Error(
            `the configuration of ${project} for the stack ${env.stack} does not name the key of its state: ` +
                `take the file as it was committed by whoever ran bootstrap, or add the line secretsprovider: ${secretsProviderOf(env, project)}`,
        );
    }
    for (const project of projects) await pulumi(project, ["stack", "select", env.stack]);
    say("the layers are previewed …");
    return Promise.all(
        projects.map(async (project) => {
            const isUp = ((await stateInBucket(env, project))?.resources ?? 0) > 0;
            return { project, isUp, problem: isUp ? await changesOf(env, pulumi, project) : undefined };
        }),
    );
}

async function changesOf(env: Environment, pulumi: Pulumi, project: Project): Promise<string | undefined> {
    try {
        await pulumi(project, ["preview", "--expect-no-changes", "--diff", "--stack", env.stack]);
        return undefined;
    } catch (error) {
        if (!(error instanceof PulumiFailure)) throw error;
        return error.message;
    }
}
