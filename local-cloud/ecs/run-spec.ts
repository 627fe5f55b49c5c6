import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { account, type Credentials, getAwsEndpoint } from "../aws/local-account";
import { getCaFile } from "../certificate";
import type { LocalCloud } from "../local-service";
import { assumeRoleAsService, buildEcsPrincipal } from "./assume-role";
import { readHealthCommand } from "./health-check";
import { ensureProgramFolder, type Image } from "./images";
import { createLogStream } from "./log-stream";
import { type Mount, resolveMountPaths } from "./mount-paths";
import { resolveSecrets } from "./secrets";
import type { EcsLabels, TaskContext } from "./task-context";

/** What ECS requests from Docker. */
export interface ContainerRequest {
    image: string;
    command?: string[];
    env: Record<string, string>;
}

export interface RunSpec {
    command: string[];
    /** The command of its health check, if it has one. */
    healthCommand?: string[];
    env: Record<string, string>;
    folder: string;
}

/** Variables that the emulator adds for a Docker network, which does not exist here. */
const injectedVariablePattern = /^(ECS_CONTAINER_METADATA_URI_V4|AWS_CONTAINER_|AWS_ENDPOINT_URL$)/;

/** The folder that a task's containers share; removed with the last of them. */
export const getTaskFolder = (home: string, task: string) => join(home, "runtime", "tasks", task);

/** What a container runs, in which folder and environment. Throws on a missing permission, before anything runs. */
export async function buildRunSpec(
    cloud: Pick<LocalCloud, "home" | "ports">,
    image: Image,
    request: ContainerRequest,
    ecsLabels: EcsLabels,
    { definition, container, executionRoleArn }: TaskContext,
    taskRole: { url: string; token: string } | undefined,
): Promise<RunSpec> {
    const mounts = await createMounts(cloud.home, ecsLabels.task, definition, container);
    const folder = join(getTaskFolder(cloud.home, ecsLabels.task), "containers", ecsLabels.container);
    await mkdir(join(folder, "tmp"), { recursive: true });

    const needsExecution = container.secrets?.length || container.logConfiguration?.logDriver === "awslogs";
    let secrets: Record<string, string> = {};
    if (needsExecution) {
        const execution = await assumeExecutionRole(cloud, executionRoleArn, ecsLabels);
        await createLogStream(cloud, container, execution, ecsLabels.task);
        secrets = await resolveSecrets(cloud, container.secrets ?? [], execution);
    }
    const variables = Object.entries({ ...request.env, ...secrets }).filter(
        ([name]) => !injectedVariablePattern.test(name),
    );
    const program = await ensureProgramFolder(cloud.home, image);
    const healthCommand = container.healthCheck && readHealthCommand(container.healthCheck);
    return {
        healthCommand: healthCommand?.map((word) => resolveMountPaths(word, mounts)),
        command: [
            ...(container.entryPoint ?? image.entryPoint),
            ...(request.command ?? container.command ?? image.command),
        ].map((word) => resolveMountPaths(word, mounts)),
        folder: container.workingDirectory ? resolveMountPaths(container.workingDirectory, mounts) : folder,
        env: {
            ...{ PATH: `${program}:/usr/local/bin:/usr/bin:/bin`, HOME: folder, TMPDIR: join(folder, "tmp") },
            ...{ AWS_REGION: account.region, AWS_DEFAULT_REGION: account.region, AWS_EC2_METADATA_DISABLED: "true" },
            ...{
                AWS_ENDPOINT_URL: getAwsEndpoint(cloud),
                AWS_CA_BUNDLE: getCaFile(cloud),
                NODE_EXTRA_CA_CERTS: getCaFile(cloud),
            },
            ...Object.fromEntries(variables.map(([name, value]) => [name, resolveMountPaths(value, mounts)])),
            ...(taskRole && {
                AWS_CONTAINER_CREDENTIALS_FULL_URI: taskRole.url,
                AWS_CONTAINER_AUTHORIZATION_TOKEN: taskRole.token,
            }),
        },
    };
}

async function assumeExecutionRole(
    cloud: Pick<LocalCloud, "home" | "ports">,
    roleArn: string | undefined,
    { definition, container, task }: EcsLabels,
): Promise<Credentials> {
    if (roleArn) return assumeRoleAsService(cloud, roleArn, buildEcsPrincipal(task));
    throw new Error(
        `${definition} has no executionRoleArn, but its container ${container} has secrets or awslogs, which need one.`,
    );
}

/** A task's named volumes are folders its containers share; a container sees them by its mount points. */
async function createMounts(
    home: string,
    task: string,
    { volumes = [] }: TaskContext["definition"],
    { name, mountPoints = [] }: TaskContext["container"],
): Promise<Mount[]> {
    const mounts: Mount[] = [];
    for (const { sourceVolume = "", containerPath = "" } of mountPoints) {
        const volume = volumes.find((candidate) => candidate.name === sourceVolume);
        if (!volume || volume.host?.sourcePath || volume.efsVolumeConfiguration || volume.dockerVolumeConfiguration) {
            throw new Error(
                `the container ${name} mounts the volume "${sourceVolume}", which is ${volume ? "not an empty volume" : "not declared"}; ` +
                    "the local cloud only supports declared volumes with nothing but a name.",
            );
        }
        const folder = join(getTaskFolder(home, task), "volumes", sourceVolume);
        await mkdir(folder, { recursive: true });
        mounts.push({ containerPath, folder });
    }
    return mounts;
}
