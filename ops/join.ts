import { hasSecretsProvider } from "./bootstrap";
import { type AwsClients, requireCallerArn } from "./clients/aws";
import { buildSecretsProviderUrl, type Environment } from "./environment";
import { type Project, projects } from "./projects";
import { type Log, type PulumiCli, PulumiCommandError } from "./pulumi/cli";
import { readStateSummary } from "./pulumi/state";

/** A project as seen from this clone. */
export interface JoinResult {
    project: Project;
    /** The output of a preview that shows changes; undefined when there are none. */
    problem?: string;
    isUp: boolean;
}

/**
 * Selects an environment that someone else brought up, in a fresh clone with its configuration and with the caller's own
 * credentials: selects every stack and previews every project that is up. Changes nothing in a cloud.
 */
export async function joinEnvironment(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    log: Log,
): Promise<JoinResult[]> {
    await requireCallerArn(env, aws);
    if (!(await readStateSummary(env, aws, "core"))) {
        throw new Error(`${env.stateBucket} has no state of core: bring the environment up with ./devmin bootstrap.`);
    }
    for (const project of projects.filter((each) => !hasSecretsProvider(env, each))) {
        throw new Error(
            `the configuration of ${project} for the stack ${env.stack} does not name the key of its state: ` +
                `use the file that whoever ran bootstrap committed, or add the line secretsprovider: ${buildSecretsProviderUrl(env, project)}`,
        );
    }
    for (const project of projects) await pulumi(project, ["stack", "select", env.stack]);
    log("previewing the layers …");
    return Promise.all(
        projects.map(async (project) => {
            const isUp = ((await readStateSummary(env, aws, project))?.resources ?? 0) > 0;
            return { project, isUp, problem: isUp ? await findPreviewChanges(env, pulumi, project) : undefined };
        }),
    );
}

async function findPreviewChanges(env: Environment, pulumi: PulumiCli, project: Project): Promise<string | undefined> {
    try {
        await pulumi(project, ["preview", "--expect-no-changes", "--diff", "--stack", env.stack]);
        return undefined;
    } catch (error) {
        if (!(error instanceof PulumiCommandError)) throw error;
        return error.message;
    }
}
